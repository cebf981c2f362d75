import Search
import WebUI

extension Site {
  /// `/`
  func landing(_ visit: Visit) async throws -> Reply {
    let service = index.service
    let status = service?.status
    let page = LandingPage(
      repositories: service?.repositories ?? [], documents: status?.documents ?? 0,
      textBytes: status?.textBytes ?? 0,
      indexBytes: status?.indexBytes ?? 0, hasIndex: service != nil)
    return .html(page.view(context: visit.context()))
  }
}
