/// The shape of a JSON value, as far as the API's answers need it (JSON Schema 2020-12).
package indirect enum APISchema: Sendable {
  /// Text; `format` as in JSON Schema, for example `date-time`.
  case text(format: String? = nil)
  /// A whole number from a minimum.
  case integer(minimum: Int = 0)
  /// Any number.
  case number
  case boolean
  /// One of these texts.
  case choice([String])
  /// A list of values of one shape.
  case list(APISchema)
  /// A list of exactly so many values.
  case tuple(APISchema, count: Int)
  /// An object with just these members.
  case object([Member])
  /// An object with members that are described elsewhere.
  case anyObject
  /// A shape with a name.
  case model(APIModel)
  /// One of several shapes.
  case anyOf([APISchema])

  /// A member of an object.
  package struct Member: Sendable {
    /// Its key.
    package let name: String
    /// Its value.
    package let schema: APISchema
    /// False where it may be missing.
    package let isRequired: Bool
    /// One clause, without Markdown.
    package let help: String

    /// A member that is always there.
    static func always(_ name: String, _ schema: APISchema, _ help: String) -> Member {
      Member(name: name, schema: schema, isRequired: true, help: help)
    }

    /// A member that may be missing.
    static func perhaps(_ name: String, _ schema: APISchema, _ help: String) -> Member {
      Member(name: name, schema: schema, isRequired: false, help: help)
    }
  }

  /// Writes the members of the schema object.
  func write(to json: inout JSONWriter, help: String? = nil) {
    switch self {
    case .text(let format):
      json.member("type", "string")
      if let format { json.member("format", format) }
    case .integer(let minimum):
      json.member("type", "integer")
      json.member("minimum", minimum)
    case .number: json.member("type", "number")
    case .boolean: json.member("type", "boolean")
    case .choice(let values):
      json.member("type", "string")
      json.member("enum", texts: values)
    case .list(let element):
      json.member("type", "array")
      json.key("items")
      json.object { element.write(to: &$0) }
    case .tuple(let element, let count):
      json.member("type", "array")
      json.key("items")
      json.object { element.write(to: &$0) }
      json.member("minItems", count)
      json.member("maxItems", count)
    case .object(let members): Self.write(members, to: &json)
    case .anyObject: json.member("type", "object")
    case .model(let model): json.member("$ref", "#/components/schemas/\(model.rawValue)")
    case .anyOf(let shapes):
      json.key("anyOf")
      json.array { json in
        for shape in shapes { json.object { shape.write(to: &$0) } }
      }
    }
    if let help { json.member("description", help) }
  }

  private static func write(_ members: [Member], to json: inout JSONWriter) {
    json.member("type", "object")
    json.key("properties")
    json.object { json in
      for member in members {
        json.key(member.name)
        json.object { member.schema.write(to: &$0, help: member.help) }
      }
    }
    let required = members.filter(\.isRequired).map(\.name)
    if !required.isEmpty { json.member("required", texts: required) }
    json.key("additionalProperties")
    json.value(false)
  }
}
