import Platform
import Search
import ServiceLifecycle

// What a server does besides answering. None of these services throws: one that did would end the server, with its
// connections. Each has at most one piece of work on `Site.housekeeping` at a time, so that what visitors ask for neither
// keeps it waiting nor fills the queue before it.

/// Looks for a newer index.
struct IndexRefresher: Service {
  let site: Site

  func run() async {
    await cancelWhenGracefulShutdown {
      var lastFailure: String?
      while !Task.isCancelled {
        await site.refreshIndex()
        let failure = site.index.failure
        // The same failure every second is one line in the log.
        if let failure, failure != lastFailure { site.log.fault(failure) }
        lastFailure = failure
        try? await Task.sleep(for: ServerLimits.refreshInterval)
      }
    }
  }
}

extension Site {
  /// Takes up a newer index if there is one. Failures are counted, and told by the index itself.
  package func refreshIndex() async {
    let index = index
    // Without a value the server is stopping.
    let isFine = try? await runHousekeeping {
      let isFine = index.refresh()
      // Counted here once per generation, so that suggestions need not.
      _ = index.service?.languageCounts()
      return isFine
    }
    if isFine == false { metrics.add(1, to: .refreshFailures) }
  }
}

/// Gives memory that is free back to the system, which nobody else does after a peak.
struct MemoryTrimmer: Service {
  let site: Site

  func run() async {
    await cancelWhenGracefulShutdown {
      var last = ContinuousClock.now
      while !Task.isCancelled {
        try? await Task.sleep(for: ServerLimits.trimPause)
        // It keeps other threads waiting a little: often only in and after a peak.
        let isPeak = anonymousMemoryBytes() ?? 0 > ServerLimits.trimBytes
        guard isPeak || .now - last >= ServerLimits.trimInterval else { continue }
        try? await site.runHousekeeping { trimAllocator() }
        last = .now
      }
    }
  }
}

/// Deletes reports that are over.
struct ReportSweeper: Service {
  let site: Site

  func run() async {
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        let (store, now) = (site.reports, site.now())
        do {
          try await site.runHousekeeping { try store.sweep(now: now) }
        } catch is CancellationError {
          return
        } catch {
          site.log.fault("reports: \(error)")
        }
        try? await Task.sleep(for: ServerLimits.reportSweep)
      }
    }
  }
}
