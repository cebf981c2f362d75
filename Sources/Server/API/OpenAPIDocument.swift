/// The description of the API, written from ``APIOperation/all`` and ``APIModel``.
///
/// - Source: OpenAPI Specification 3.1.1.
enum OpenAPIDocument {
  /// The whole document.
  static func bytes(version: String) -> [UInt8] {
    JSONWriter.line { json in
      json.member("openapi", "3.1.1")
      json.key("info")
      json.object { json in
        json.member("title", "Alidade")
        json.member("version", version)
        json.member("summary", "Code search over the indexed repositories.")
        json.member("description", about)
        json.key("license")
        json.object { json in
          json.member("name", "Apache-2.0")
          json.member("identifier", "Apache-2.0")
        }
      }
      json.key("servers")
      json.array { json in
        json.object { $0.member("url", "/") }
      }
      json.key("paths")
      json.object { json in
        for operation in APIOperation.all where operation.method != "delete" {
          json.key(operation.route)
          json.object { json in
            for one in APIOperation.all where one.route == operation.route {
              json.key(one.method)
              json.object { write(one, to: &$0) }
            }
          }
        }
      }
      json.key("components")
      json.object { json in
        json.key("securitySchemes")
        json.object { json in
          json.key("token")
          json.object { json in
            json.member("type", "http")
            json.member("scheme", "bearer")
          }
        }
        json.key("schemas")
        json.object { json in
          for model in APIModel.allCases {
            json.key(model.rawValue)
            json.object { model.schema.write(to: &$0) }
          }
        }
      }
    }
  }

  private static let about =
    "Most operations only read: GET and HEAD. Unknown parameters are errors. Errors are problem documents "
    + "(RFC 9457). Answers about a full commit id never change and may be kept; all others have an ETag to ask "
    + "again with. Lists have a cursor for the next page, which is in a Link header too. Each reply has an "
    + "X-Request-Id."

  private static func write(_ operation: APIOperation, to json: inout JSONWriter) {
    json.member("operationId", operation.id.rawValue)
    json.member("summary", operation.summary)
    if !operation.details.isEmpty { json.member("description", operation.details) }
    if !operation.parameters.isEmpty {
      json.key("parameters")
      json.array { json in
        for parameter in operation.parameters { json.object { write(parameter, to: &$0) } }
      }
    }
    if !operation.bodyTypes.isEmpty { writeBody(operation, to: &json) }
    json.key("responses")
    json.object { json in
      json.key(String(operation.goodStatus))
      json.object { json in
        json.member("description", "The answer.")
        json.key("content")
        json.object { json in
          for answer in operation.answers {
            json.key(answer.mediaType)
            json.object { json in
              json.key("schema")
              json.object { answer.schema.write(to: &$0) }
            }
          }
        }
      }
      writeProblems(operation, to: &json)
    }
  }

  private static func writeBody(_ operation: APIOperation, to json: inout JSONWriter) {
    if operation.needsToken {
      json.key("security")
      json.array { json in
        json.object { json in
          json.key("token")
          json.array { _ in }
        }
      }
    }
    json.key("requestBody")
    json.object { json in
      json.member("required", true)
      json.key("content")
      json.object { json in
        for type in operation.bodyTypes {
          json.key(type)
          json.object { json in
            guard type == "application/json" else { return }
            json.key("schema")
            json.object { APISchema.model(.DiagnosisRequest).write(to: &$0) }
          }
        }
      }
    }
  }

  /// One response per status, which several kinds may share.
  private static func writeProblems(_ operation: APIOperation, to json: inout JSONWriter) {
    let kinds = Dictionary(grouping: operation.allProblems, by: \.status)
    for (status, kinds) in kinds.sorted(by: { $0.key < $1.key }) {
      json.key(String(status))
      json.object { json in
        json.member("description", kinds.map { "\($0.title) (\($0.rawValue))." }.joined(separator: " "))
        json.key("content")
        json.object { json in
          json.key("application/problem+json")
          json.object { json in
            json.key("schema")
            json.object { APISchema.model(.Problem).write(to: &$0) }
          }
        }
      }
    }
  }

  private static func write(_ parameter: APIParameter, to json: inout JSONWriter) {
    json.member("name", parameter.name)
    json.member("in", parameter.place.rawValue)
    json.member("description", parameter.help)
    if parameter.isRequired { json.member("required", true) }
    json.key("schema")
    json.object { writeSchema(parameter, to: &$0) }
    if let example = parameter.example {
      json.key("example")
      if case .integer = parameter.kind, let number = Int(example) {
        json.value(number)
      } else {
        json.value(example)
      }
    }
  }

  /// Characters that are refused in every text, as a regex.
  private static let textPattern = "^[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f]*$"

  private static func writeSchema(_ parameter: APIParameter, to json: inout JSONWriter) {
    switch parameter.kind {
    case .text(let lengths):
      json.member("type", "string")
      if lengths.lowerBound > 0 { json.member("minLength", lengths.lowerBound) }
      json.member("maxLength", lengths.upperBound)
      json.member("pattern", textPattern)
    case .shape(let shape):
      json.member("type", "string")
      json.member("pattern", shape.pattern)
    case .integer(let range, let standard):
      json.member("type", "integer")
      json.member("minimum", range.lowerBound)
      json.member("maximum", range.upperBound)
      if let standard { json.member("default", standard) }
    case .choice(let values, let standard):
      json.member("type", "string")
      json.member("enum", texts: values)
      if let standard { json.member("default", standard) }
    }
  }
}
