/// How the process ends; ``CommandTable/exitCodes`` explains each for the manual.
enum ExitCode: Int32, Sendable {
  case found = 0
  case nothing = 1
  case failed = 2
  case interrupted = 130
}
