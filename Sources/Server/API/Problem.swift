/// The kinds of failure that programs can tell apart. The raw value is the last part of the address under
/// `/docs/problems/`, which is the `type` of a problem document and a page of the manual.
package enum Problem: String, CaseIterable, Sendable {
  case badQuery = "bad-query"
  case badParameter = "bad-parameter"
  case badAddress = "bad-address"
  case signInNeeded = "sign-in-needed"
  case uploadsOff = "uploads-off"
  case foreignOrigin = "foreign-origin"
  case notFound = "not-found"
  case methodNotAllowed = "method-not-allowed"
  case notAcceptable = "not-acceptable"
  case requestTimeout = "request-timeout"
  case cursorExpired = "cursor-expired"
  case tooLarge = "too-large"
  case badIndex = "bad-index"
  case badLog = "bad-log"
  case addressTooLong = "address-too-long"
  case wrongHost = "wrong-host"
  case rateLimited = "rate-limited"
  case headersTooLarge = "headers-too-large"
  case serverFault = "server-fault"
  case searchStopped = "search-stopped"
  case noIndex = "no-index"
  case busy = "busy"

  /// The HTTP status that goes with it.
  package var status: Int { facts.status }

  /// A few words, always the same for this kind.
  package var title: String { facts.title }

  /// What it means, in one sentence.
  package var meaning: String { facts.meaning }

  /// What whoever gets it can do, in one sentence.
  package var remedy: String { facts.remedy }

  /// The address of its page, and the `type` of its documents.
  package var address: String { "/docs/problems/\(rawValue)" }

  /// The kind a bare status stands for; ``serverFault`` for one that has none.
  static func standing(for status: Int) -> Problem {
    switch status {
    case 400: .badAddress
    case 503: .busy
    default: allCases.first { $0.status == status } ?? .serverFault
    }
  }

  private var facts: (status: Int, title: String, meaning: String, remedy: String) {
    switch self {
    case .badQuery:
      (
        400, "The query cannot be read", "The text given as q= breaks a rule of the query language.",
        "Each of `errors` has the column and length of the fault in bytes, a reason and often a suggestion."
      )
    case .badParameter:
      (
        400, "A parameter is missing or wrong",
        "A parameter is unknown, missing, given twice, or its value is not of the kind it takes.",
        "Each of `errors` names the parameter in `pointer`; the OpenAPI document says what it takes."
      )
    case .badAddress:
      (
        400, "The address cannot be read",
        "The address holds a broken % escape, bytes that are not UTF-8, or control characters.",
        "Encode each value as UTF-8 and escape it with %XX."
      )
    case .notFound:
      (
        404, "There is nothing here",
        "The address leads to nothing, or to something that is not visible to you; the two look alike.",
        "List repositories at /api/v1/repos and files at /api/v1/repos/{repo}/-/files."
      )
    case .methodNotAllowed:
      (405, "That method does nothing here", "Most addresses are read only.", "See `Allow`.")
    case .notAcceptable:
      (
        406, "No such form of the answer",
        "The Accept header leaves out every media type this address can answer with.",
        "Ask for one of the types the OpenAPI document lists, or for */*."
      )
    case .requestTimeout:
      (
        408, "The request took too long to arrive",
        "The server waits a limited time for the whole request and then closes the connection.",
        "Send the request in one go."
      )
    case .cursorExpired:
      (
        410, "The cursor belongs to an older index",
        "A cursor is good for as long as the index generation it came from.",
        "Start again without cursor=."
      )
    case .signInNeeded, .uploadsOff, .foreignOrigin, .badIndex, .badLog: uploadFacts
    default: moreFacts
    }
  }

  private var uploadFacts: (status: Int, title: String, meaning: String, remedy: String) {
    switch self {
    case .signInNeeded:
      (
        401, "A token is needed", "Indexes of symbols are taken only from those who know the server's token.",
        "Send `Authorization: Bearer TOKEN`, with what the operator's --scip-token-file holds."
      )
    case .uploadsOff:
      (
        403, "This server takes no uploads", "Nobody may write unless the operator has allowed it.",
        "Start the server with --scip-token-file FILE, or use “alidade scip import” there."
      )
    case .foreignOrigin:
      (
        403, "Another site's page sent that",
        "The browser's Origin header names another site, whose readers could be made to send or delete something here.",
        "Send it from a page of this site, or from a program, which sends no Origin."
      )
    case .badLog:
      (
        422, "There is no log to read", "The body is empty, or not of the form that its type announces.",
        "Send the log or archive as it is, or as JSON with the text of it in `text`."
      )
    default:
      (
        422, "That is no index that can be used",
        "The body is not SCIP's format, is damaged or cut short, or has a part over a limit.",
        "`detail` names the byte at which the fault is; “alidade scip stats FILE” tells what is in an index."
      )
    }
  }

  private var moreFacts: (status: Int, title: String, meaning: String, remedy: String) {
    switch self {
    case .tooLarge:
      (
        413, "That is too much",
        "The request carries a larger body than is taken, or the answer would be larger than is sent.",
        "Send less; ask for a part of a large file with lines=, or for its bytes at its raw address."
      )
    case .addressTooLong:
      (414, "The address is too long", "At most 32 kB of address are read.", "Shorten the query.")
    case .wrongHost:
      (
        421, "This server does not answer to that name",
        "A server that listens on this machine only refuses other names, so that no web site can read it.",
        "Use its address, or start it with --allow-host NAME."
      )
    case .rateLimited:
      (
        429, "Too many requests",
        "Your address asked more often than its share. RateLimit-Policy and RateLimit tell how much is left.",
        "Wait for the seconds in Retry-After."
      )
    case .headersTooLarge:
      (431, "The headers are too large", "At most 64 kB in 100 lines are read.", "Send fewer cookies.")
    case .searchStopped:
      (
        500, "The search stopped", "The search broke down after its answer had begun.",
        "Try again; tell the operator the `instance`, which is in the log too."
      )
    case .noIndex:
      (
        503, "There is no index", "Nothing was indexed yet, or the index cannot be read.",
        "Run “alidade index FOLDER…” on the server; /readyz has the reason."
      )
    case .busy:
      (
        503, "Too many searches are running", "The server refuses searches rather than slowing all of them.",
        "Try again after the seconds in Retry-After."
      )
    default:
      (
        500, "Something broke on our side", "A fault of the server or its machine.",
        "Try again; tell the operator the `instance`, which is in the log too."
      )
    }
  }
}
