import Platform
import Synchronization

extension WorkerPool {
  /// Applies `transform` to every value on the pool.
  ///
  /// - Returns: results in order, nil where `transform` threw, and the errors by index.
  func map<Value, Result>(
    _ values: [Value], _ transform: @escaping (Value) throws -> Result
  ) throws -> (results: [Result?], failures: [(index: Int, error: any Error)]) {
    let input = UncheckedBox((values: values, transform: transform))
    let output = Mutex(UncheckedBox(Output<Result>(count: values.count)))
    try perform(units: values.count) { index, _ in
      let outcome = UncheckedBox(Swift.Result { try input.value.transform(input.value.values[index]) })
      output.withLock { box in
        switch outcome.value {
        case .success(let value): box.value.results[index] = value
        case .failure(let error): box.value.failures.append((index, error))
        }
      }
      return true
    }
    let all = output.withLock { $0 }.value
    return (all.results, all.failures.sorted { $0.index < $1.index })
  }
}

/// Results gathered under a lock.
private final class Output<Result> {
  var results: [Result?]
  var failures: [(index: Int, error: any Error)] = []

  init(count: Int) {
    results = Array(repeating: nil, count: count)
  }
}
