import Testing

/// `alidade serve` as a process: what it prints, that it answers, and how it ends.
@Suite struct `Serving` {
  /// Starts a server on a port of the system's choice and leaves its address in `$address`. A named pipe makes the
  /// shell wait for the line without polling.
  private static func start(_ name: String) -> String {
    """
    mkfifo \(name) && { alidade serve --port 0 --quiet > \(name) & } && pid=$! && read -r address < \(name)
    port=${address##*:}
    """
  }

  @Test func `the address is printed, answers, and ends with the process`() throws {
    let outcome = try Sandbox.shared.get().run(
      Self.start("answers") + """

        echo "${address%:*}"
        exec 3<>/dev/tcp/127.0.0.1/$port
        printf 'GET /livez HTTP/1.1\\r\\nHost: 127.0.0.1\\r\\nConnection: close\\r\\n\\r\\n' >&3
        head -n 1 <&3 | tr -d '\\r'
        exec 3>&-
        kill -TERM $pid; wait $pid; echo "exit $?"
        """)
    #expect(outcome.text == "http://127.0.0.1\nHTTP/1.1 200 OK\nexit 0\n")
    #expect(outcome.errorText == "")
  }

  @Test func `a port that is taken is an error that names it`() throws {
    let outcome = try Sandbox.shared.get().run(
      Self.start("taken") + """

        alidade serve --port $port; echo "exit $?"
        kill -TERM $pid; wait $pid
        """)
    #expect(outcome.text == "exit 2\n")
    #expect(outcome.errorText.contains("port"))
  }
}
