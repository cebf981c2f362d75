extension APIOperation {
  private static let id = APIParameter(
    "id", .text(1...64), in: .path, example: "abcdefghijklmnopqrstuvwxyz", help: "What making it answered as id.")

  private static let answers = [Answer(mediaType: "application/json", schema: .model(.DiagnosisAnswer))]

  /// Logs and the code behind them.
  static let diagnoses = [
    APIOperation(
      .createDiagnosis, "diagnoses", summary: "Diagnose a log",
      details:
        "The body is a log, a stack trace or an archive of logs (tar, gzip, zstd, zip) as it is, or JSON with the text "
        + "of a log. It is redacted before anything else, never stored, and answered with the report, which is kept "
        + "for an hour unless the operator chose otherwise.",
      parameters: [
        APIParameter("name", .text(1...200), example: "server.log", help: "What the report calls it.")
      ],
      bodyTypes: ["text/plain", "application/octet-stream", "application/json"], answers: answers,
      problems: [.foreignOrigin, .tooLarge, .badLog, .busy]),
    APIOperation(
      .getDiagnosis, "diagnoses/{id}", summary: "Get a report", parameters: [id], answers: answers,
      problems: [.busy]),
    APIOperation(
      .deleteDiagnosis, "diagnoses/{id}", summary: "Delete a report", parameters: [id],
      answers: [Answer(mediaType: "application/json", schema: .model(.DiagnosisDeletion))], problems: [.foreignOrigin]),
  ]
}
