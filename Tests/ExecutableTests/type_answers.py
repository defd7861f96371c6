"""Runs a command at a terminal and types the lines of standard input, each once the command has asked. Prints what the terminal shows.

A line "^C" is that key; then it also says whether the terminal shows what is typed from then on."""
import os
import pty
import sys
import termios


def shows(terminal):
    return bool(termios.tcgetattr(terminal)[3] & termios.ECHO)


def main():
    answers = sys.stdin.read().splitlines()
    process, terminal = pty.fork()
    if process == 0:
        os.execv(sys.argv[1], sys.argv[1:])
    shown = b""
    asked = 0
    while True:
        try:
            part = os.read(terminal, 4096)
        except OSError:
            break
        if not part:
            break
        shown += part
        # A question ends without a line break.
        if shown.endswith(b": ") and asked < len(answers):
            if answers[asked] == "^C":
                hidden = not shows(terminal)
                os.write(terminal, b"\x03")
                _, status = os.waitpid(process, 0)
                print(f"hidden {hidden}, ended by {-os.waitstatus_to_exitcode(status)}, shown again {shows(terminal)}")
                return 0
            os.write(terminal, answers[asked].encode() + b"\n")
            asked += 1
    _, status = os.waitpid(process, 0)
    sys.stdout.write(shown.decode(errors="replace"))
    return os.waitstatus_to_exitcode(status)


sys.exit(main())
