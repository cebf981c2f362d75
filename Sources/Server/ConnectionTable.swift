import NIOCore
import Synchronization

/// The open connections: how many there are, from whom, and which of them only wait.
///
/// When there are as many as there may be, the one that has been waiting longest makes room, so connections
/// that do nothing cannot keep others out.
final class ConnectionTable: Sendable {
  /// One connection, by what the table needs of it.
  fileprivate struct Entry {
    var client: ClientAddress
    var channel: any Channel
    /// Number of the moment since when it waits for a request; nil while one is served.
    var waitingSince: Int?
  }

  fileprivate struct State {
    var entries: [ObjectIdentifier: Entry] = [:]
    var counts: [ClientAddress: Int] = [:]
    /// Counts moments.
    var moment = 0
  }

  private let state = Mutex(State())
  private let limit: Int
  private let limitPerClient: Int
  private let exempt: Set<ClientAddress>

  /// - Parameters:
  ///   - limit: connections in all.
  ///   - limitPerClient: of one address.
  ///   - exempt: addresses that many people share: trusted proxies.
  init(limit: Int, limitPerClient: Int, exempt: Set<ClientAddress>) {
    self.limit = limit
    self.limitPerClient = limitPerClient
    self.exempt = exempt
  }

  /// Connections that are open.
  var count: Int { state.withLock { $0.entries.count } }

  /// Enters a connection; false when it must be closed. May close another one.
  func add(_ channel: any Channel, from client: ClientAddress) -> Bool {
    let (isWelcome, victim) = state.withLock { state -> (Bool, (any Channel)?) in
      guard exempt.contains(client) || state.counts[client, default: 0] < limitPerClient else {
        return (false, nil)
      }
      var victim: (any Channel)?
      if state.entries.count >= limit {
        // A walk over all of them, which takes some microseconds, and only under attack.
        guard
          let waiting = state.entries.filter({ $0.value.waitingSince != nil })
            .min(by: { $0.value.waitingSince ?? 0 < $1.value.waitingSince ?? 0 })
        else { return (false, nil) }
        victim = waiting.value.channel
        state.remove(waiting.key)
      }
      state.moment += 1
      state.entries[ObjectIdentifier(channel)] = Entry(
        client: client, channel: channel, waitingSince: state.moment)
      state.counts[client, default: 0] += 1
      return (true, victim)
    }
    victim?.close(promise: nil)
    return isWelcome
  }

  /// Notes whether a request is being served.
  func note(_ channel: any Channel, isWaiting: Bool) {
    state.withLock { state in
      state.moment += 1
      state.entries[ObjectIdentifier(channel)]?.waitingSince = isWaiting ? state.moment : nil
    }
  }

  /// Forgets a connection that was closed.
  func remove(_ channel: any Channel) {
    state.withLock { $0.remove(ObjectIdentifier(channel)) }
  }
}

extension ConnectionTable.State {
  fileprivate mutating func remove(_ id: ObjectIdentifier) {
    guard let entry = entries.removeValue(forKey: id), let count = counts[entry.client] else { return }
    counts[entry.client] = count > 1 ? count - 1 : nil
  }
}
