#!/usr/bin/env python3
"""Speaks to `alidade lsp` as an editor does, with the client of pygls: questions before and after edits, files of
other repositories, cancelling, bad input. The binary is ALIDADE_BINARY or the newest build."""
import asyncio, os, pathlib, subprocess, sys, tempfile

from lsprotocol import types as lsp
from pygls.lsp.client import BaseLanguageClient

root = pathlib.Path(__file__).resolve().parents[2]


def binary():
    if "ALIDADE_BINARY" in os.environ:
        return os.environ["ALIDADE_BINARY"]
    built = [root / ".build" / kind / "alidade" for kind in ("release", "debug")]
    return str(max((path for path in built if path.exists()), key=lambda path: path.stat().st_mtime))


alidade = binary()
failures = []


def check(name, holds, seen=""):
    print(("ok    " if holds else "WRONG ") + name + ("" if holds else f": {seen}"))
    if not holds:
        failures.append(name)


def prepare(folder):
    """The repositories of the command-line tests, indexed, with the compiler's index of one of them."""
    subprocess.run(["sh", root / "Tests/CommandLineTests/Fixtures/make"], cwd=folder, check=True, capture_output=True)
    data = folder / "data"
    run = lambda *words: subprocess.run([alidade, *words, "--data", data], cwd=folder, check=True, capture_output=True)
    # No compiler knows of this one.
    shop = folder / "src/shop"
    shop.mkdir()
    (shop / "stock.py").write_text('def count(items):\n    """How many there are."""\n    return len(items)\n')
    (shop / "till.py").write_text(
        "from stock import count\n\n\ndef total(items):\n    number = count(items)\n    return number * 2\n")
    run("index", "src/garden", "src/fork", "src/notes", "src/shop")
    run("scip", "import", "garden.scip", "--repo", "garden", "--rev", "main")
    return data


def at(path, line, character):
    return {"text_document": lsp.TextDocumentIdentifier(uri=path.as_uri()), "position": lsp.Position(line, character)}


def places(answer):
    found = answer if isinstance(answer, (list, tuple)) else [answer] if answer else []
    return [(pathlib.Path(one.uri).name, one.range.start.line, one.range.start.character) for one in found]


async def start(data, workspace, encodings=("utf-16",)):
    client = BaseLanguageClient("test", "1")
    await client.start_io(alidade, "lsp", "--data", str(data))
    answer = await client.initialize_async(
        lsp.InitializeParams(
            capabilities=lsp.ClientCapabilities(
                general=lsp.GeneralClientCapabilities(position_encodings=list(encodings)),
                text_document=lsp.TextDocumentClientCapabilities(
                    document_symbol=lsp.DocumentSymbolClientCapabilities(hierarchical_document_symbol_support=True))),
            workspace_folders=[lsp.WorkspaceFolder(uri=workspace.as_uri(), name="work")]))
    client.initialized(lsp.InitializedParams())
    return client, answer


async def questions(data, garden):
    client, answer = await start(data, garden)
    check("says who it is", answer.server_info.name == "alidade")
    check("counts in UTF-16 unless bytes are offered", answer.capabilities.position_encoding == "utf-16")
    main = garden / "main.c"
    use = at(main, 5, 23)
    found = await client.text_document_definition_async(lsp.DefinitionParams(**use))
    check("definition", places(found) == [("main.c", 2, 4)], found)
    found = await client.text_document_references_async(
        lsp.ReferenceParams(**use, context=lsp.ReferenceContext(include_declaration=True)))
    check("references with the declaration", places(found) == [("main.c", 2, 4), ("main.c", 5, 22)], found)
    found = await client.text_document_references_async(
        lsp.ReferenceParams(**use, context=lsp.ReferenceContext(include_declaration=False)))
    check("references without it", places(found) == [("main.c", 5, 22)], found)
    found = await client.text_document_implementation_async(lsp.ImplementationParams(**use))
    check("no implementations", places(found) == [], found)
    found = await client.text_document_document_highlight_async(lsp.DocumentHighlightParams(**use))
    check("highlights", [one.range.start.line for one in found] == [2, 5], found)
    found = await client.text_document_hover_async(lsp.HoverParams(**use))
    text = found.contents.value
    check("hover", "int seed = 1" in text and "How many to sow." in text and "1 reference · exact" in text, text)
    check("nothing between names",
          not await client.text_document_definition_async(lsp.DefinitionParams(**at(main, 1, 0))))
    found = await client.text_document_document_symbol_async(
        lsp.DocumentSymbolParams(text_document=lsp.TextDocumentIdentifier(uri=main.as_uri())))
    check("document symbols", "main" in [one.name for one in found], found)
    found = await client.workspace_symbol_async(lsp.WorkspaceSymbolParams(query="wat"))
    check("workspace symbols", [(one.name, one.location.range.start.line) for one in found or []] == [("water", 0)], found)
    await calls(client, garden)
    await by_name(client, garden.parent / "shop")
    await edits(client, main)
    await other_repository(client, data, found)
    await client.shutdown_async(None)
    client.exit(None)
    await client.stop()


async def calls(client, garden):
    items = await client.text_document_prepare_call_hierarchy_async(
        lsp.CallHierarchyPrepareParams(**at(garden / "main.c", 4, 5)))
    check("call hierarchy", [one.name for one in items or []] == ["main"], items)
    out = await client.call_hierarchy_outgoing_calls_async(lsp.CallHierarchyOutgoingCallsParams(item=items[0]))
    check("outgoing calls are a list", isinstance(out, (list, tuple)), out)
    into = await client.call_hierarchy_incoming_calls_async(lsp.CallHierarchyIncomingCallsParams(item=items[0]))
    check("incoming calls are a list", not into, into)


async def by_name(client, shop):
    """What no index of a compiler covers is answered by name, and hover says so."""
    till, stock = shop / "till.py", shop / "stock.py"
    use = at(till, 4, 15)
    found = await client.text_document_definition_async(lsp.DefinitionParams(**use))
    check("definition by name", places(found) == [("stock.py", 0, 4)], found)
    found = await client.text_document_hover_async(lsp.HoverParams(**use))
    text = found.contents.value if found else ""
    check("hover by name says so", "def count(items)" in text and "How many there are." in text and "by name" in text
          and "exact" not in text, text)
    found = await client.text_document_references_async(
        lsp.ReferenceParams(**at(stock, 0, 5), context=lsp.ReferenceContext(include_declaration=False)))
    check("references by name", sorted(places(found)) == [("till.py", 0, 18), ("till.py", 4, 13)], found)
    found = await client.text_document_document_highlight_async(lsp.DocumentHighlightParams(**use))
    check("highlights by name", [one.range.start.line for one in found] == [0, 4], found)
    items = await client.text_document_prepare_call_hierarchy_async(lsp.CallHierarchyPrepareParams(**use))
    check("call hierarchy by name", [one.name for one in items or []] == ["count"], items)
    into = await client.call_hierarchy_incoming_calls_async(lsp.CallHierarchyIncomingCallsParams(item=items[0]))
    check("incoming calls by name", [one.from_.name for one in into or []] == ["total"], into)
    items = await client.text_document_prepare_call_hierarchy_async(lsp.CallHierarchyPrepareParams(**at(till, 3, 5)))
    out = await client.call_hierarchy_outgoing_calls_async(lsp.CallHierarchyOutgoingCallsParams(item=items[0]))
    check("outgoing calls by name", [one.to.name for one in out or []] == ["count"], out)
    check("nothing where no name is",
          not await client.text_document_definition_async(lsp.DefinitionParams(**at(till, 1, 0))))


async def edits(client, main):
    """Lines move with edits that are not saved, and with those on disk."""
    text = main.read_text()
    document = lsp.TextDocumentItem(uri=main.as_uri(), language_id="c", version=1, text=text)
    client.text_document_did_open(lsp.DidOpenTextDocumentParams(text_document=document))
    version = lsp.VersionedTextDocumentIdentifier(uri=main.as_uri(), version=2)
    insert = lsp.TextDocumentContentChangePartial(
        range=lsp.Range(lsp.Position(0, 0), lsp.Position(0, 0)), text="// \U0001F331\n// new\n")
    client.text_document_did_change(lsp.DidChangeTextDocumentParams(text_document=version, content_changes=[insert]))
    found = await client.text_document_definition_async(lsp.DefinitionParams(**at(main, 7, 23)))
    check("definition below an unsaved line", places(found) == [("main.c", 4, 4)], found)
    check("a new line is not known",
          not await client.text_document_definition_async(lsp.DefinitionParams(**at(main, 1, 4))))
    cut = lsp.TextDocumentContentChangePartial(
        range=lsp.Range(lsp.Position(4, 4), lsp.Position(4, 8)), text="sprout")
    client.text_document_did_change(lsp.DidChangeTextDocumentParams(text_document=version, content_changes=[cut]))
    found = await client.text_document_definition_async(lsp.DefinitionParams(**at(main, 7, 23)))
    check("the definition's line changed", places(found) == [("main.c", 4, 0)], found)
    whole = lsp.TextDocumentContentChangeWholeDocument(text=text)
    client.text_document_did_change(lsp.DidChangeTextDocumentParams(text_document=version, content_changes=[whole]))
    found = await client.text_document_definition_async(lsp.DefinitionParams(**at(main, 5, 23)))
    check("definition after the edit was undone", places(found) == [("main.c", 2, 4)], found)
    client.text_document_did_close(
        lsp.DidCloseTextDocumentParams(text_document=lsp.TextDocumentIdentifier(uri=main.as_uri())))
    main.write_text("\n" + text)
    found = await client.text_document_definition_async(lsp.DefinitionParams(**at(main, 6, 23)))
    check("definition below a saved line that is not committed", places(found) == [("main.c", 3, 4)], found)
    main.write_text(text)


async def other_repository(client, data, _):
    """A file of a repository without a clone here opens as a copy nobody writes to."""
    subprocess.run(["git", "-C", data.parent / "src/fork", "checkout", "-q", "--orphan", "empty"], check=True)
    subprocess.run(["git", "-C", data.parent / "src/fork", "rm", "-rfq", "."], check=True)
    found = await client.workspace_symbol_async(lsp.WorkspaceSymbolParams(query="seedling"))
    path = pathlib.Path(found[0].location.uri.removeprefix("file://")) if found else None
    check("a file of another repository is a copy", path is not None and path.name == "seed.go", found)
    check("the copy is read-only", path is not None and path.stat().st_mode & 0o222 == 0)


async def clone(data, folder):
    """A clone with a remote that names the indexed repository, and bytes as units."""
    work = folder / "work"
    subprocess.run(["git", "clone", "-q", folder / "src/garden", work], check=True)
    subprocess.run(["git", "-C", work, "remote", "set-url", "origin", "git@example.org:ada/garden.git"], check=True)
    client, answer = await start(data, work, ("utf-8", "utf-16"))
    check("counts bytes when they are offered", answer.capabilities.position_encoding == "utf-8")
    found = await client.text_document_definition_async(lsp.DefinitionParams(**at(work / "main.c", 5, 23)))
    check("a clone is known by its remote", places(found) == [("main.c", 2, 4)], found)
    check("answers lead into the clone", found and found[0].uri == (work / "main.c").as_uri(), found)
    await client.shutdown_async(None)
    client.exit(None)
    await client.stop()


def raw(data, folder, stream):
    """What the server says to bytes, and how it ends."""
    done = subprocess.run([alidade, "lsp", "--data", data], cwd=folder, input=stream, capture_output=True, timeout=60)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def frame(text):
    return f"Content-Length: {len(text.encode())}\r\n\r\n{text}".encode()


def bad_input(data, folder):
    start = frame('{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{}}}')
    end = frame('{"jsonrpc":"2.0","id":99,"method":"shutdown"}') + frame('{"jsonrpc":"2.0","method":"exit"}')
    code, out, _ = raw(data, folder, start + frame("{nonsense") + frame("[]") + frame('{"id":3}') + end)
    check("bad messages have errors and the server goes on",
          code == 0 and "-32700" in out and out.count("-32600") == 2 and '"id":99' in out, (code, out))
    code, out, _ = raw(data, folder, frame('{"id":1,"method":"textDocument/hover","params":{}}'))
    check("initialize comes first", "-32002" in out and code == 1, (code, out))
    code, out, _ = raw(data, folder, start + frame('{"id":2,"method":"no/such","params":null}') + end)
    check("unknown methods are told", "-32601" in out and code == 0, (code, out))
    code, out, _ = raw(data, folder, start + frame(
        '{"id":2,"method":"textDocument/hover","params":{"textDocument":{"uri":"file:///x"},"position":{"line":-1}}}') + end)
    check("bad parameters are told", "-32602" in out and code == 0, (code, out))
    code, _, errors = raw(data, folder, start + b"Content-Length: zz\r\n\r\n{}")
    check("a broken stream ends the server with a reason", code == 2 and "header" in errors, (code, errors))
    code, _, errors = raw(data, folder, start + b"Content-Length: 50\r\n\r\n{}")
    check("a cut stream does too", code == 2 and "ended" in errors, (code, errors))
    asks = b"".join(frame(f'{{"id":{n},"method":"workspace/symbol","params":{{"query":"w"}}}}') for n in range(10, 300))
    cancel = frame('{"method":"$/cancelRequest","params":{"id":299}}')
    code, out, _ = raw(data, folder, start + asks + cancel + end)
    check("every request is answered, those taken back too", all(f'"id":{n},' in out for n in range(10, 300)) and code == 0)
    code, _, _ = raw(data, folder, start + frame('{"method":"exit"}'))
    check("exit without shutdown is a failure", code == 1, code)


def main():
    with tempfile.TemporaryDirectory(prefix="alidade-lsp-") as name:
        folder = pathlib.Path(name).resolve()
        data = prepare(folder)
        asyncio.run(questions(data, folder / "src/garden"))
        asyncio.run(clone(data, folder))
        bad_input(data, folder)
    if failures:
        sys.exit(f"{len(failures)} wrong: " + "; ".join(failures))


main()
