// From argv to an exit code.
#pragma once

namespace mote {

// Runs the command that argv names. Exit codes: 0 done, 1 failed, 2 wrong
// use. Errors are printed to stderr (with --json as a document on stdout).
int run_command_line(int argc, char** argv);

}  // namespace mote
