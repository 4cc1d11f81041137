#include "app/cli/command_line.h"

#include <signal.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstring>
#include <nlohmann/json.hpp>

#include "app/cli/command.h"
#include "app/cli/console.h"
#include "lib/base/waiting.h"
#include "lib/settings/settings.h"

namespace mote {
namespace {

constexpr int kDone = 0, kFailed = 1, kWrongUse = 2;
constexpr const char* kVersion = "0.1.0";

std::atomic<bool> stop_requested = false;

// The first Ctrl-C asks for a clean end, the second one ends at once (which
// loses nothing: files are written aside and renamed).
void on_interrupt(int) {
  if (stop_requested.exchange(true)) ::_exit(kFailed);
}

void watch_signals() {
  struct sigaction action {};
  action.sa_handler = on_interrupt;
  ::sigaction(SIGINT, &action, nullptr);
  ::sigaction(SIGTERM, &action, nullptr);
  // Beyond a limit on file sizes, write() fails as on a full disk.
  ::signal(SIGXFSZ, SIG_IGN);
}

std::string overview() {
  std::string text =
      "mote takes a sensor idea to a running microcontroller.\n\n"
      "Usage: mote COMMAND [options]\n";
  std::string group;
  for (const Command& command : commands()) {
    if (command.group != group) text += "\n" + command.group + ":\n";
    group = command.group;
    text += fmt::format("  {:<12}{}\n", command.name, command.help);
  }
  return text +
         "\nExamples:\n"
         "  mote new my-assistant --template voice --words left,right\n"
         "  cd my-assistant && mote run\n\n"
         "mote COMMAND --help shows a command's options with examples.\n";
}

const Command& find_command(const std::string& name) {
  std::vector<std::string> names;
  for (const Command& command : commands()) {
    if (command.name == name) return command;
    names.push_back(command.name);
  }
  const std::string near = nearest(name, names);
  throw UsageError("there is no command '" + name + "'", "",
                   near.empty() ? "mote --help lists the commands."
                                : "Did you mean 'mote " + near + "'?");
}

// The options were wrong or asked for help; prints and gives the exit code.
int answer_parse_error(const CLI::App& app, const CLI::ParseError& error,
                       Console& console) {
  if (error.get_exit_code() == 0) return app.exit(error);
  console.error(UsageError(error.what(), "",
                           app.get_name() + " --help shows the options."));
  return kWrongUse;
}

int guarded(Console& console, const std::function<int()>& body) {
  try {
    return body();
  } catch (const UsageError& error) {
    console.error(error);
    return kWrongUse;
  } catch (const Error& error) {
    console.error(error);
    // A value that an option brought is wrong use, whoever found it.
    if (error.where().starts_with("--")) return kWrongUse;
  } catch (const std::bad_alloc&) {
    console.error(Error("out of memory"));
  } catch (const std::exception& error) {
    console.error(Error(error.what()));
  }
  return kFailed;
}

int run_command(const Command& command, int argc, char** argv, bool json) {
  CLI::App app(command.help, "mote " + command.name);
  app.get_formatter()->column_width(28);
  CommonOptions common;
  Action chosen;
  Arguments arguments(app, common, chosen);
  command.declare(arguments);
  Console console(json, stop_requested);
  try {
    app.parse(argc - 1, argv + 1);
  } catch (const CLI::ParseError& error) {
    return answer_parse_error(app, error, console);
  }
  return guarded(console, [&] { return chosen(console, common); });
}

bool asks_for_json(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    if (std::strcmp(argv[i], "--json") == 0) return true;
    if (std::strcmp(argv[i], "--") == 0) return false;
  }
  return false;
}

}  // namespace

int run_command_line(int argc, char** argv) {
  watch_signals();
  const std::string first = argc > 1 ? argv[1] : "";
  if (first == "--help" || first == "-h" || first == "help") {
    std::fputs(overview().c_str(), stdout);
    return kDone;
  }
  if (first == "--version") {
    fmt::print("mote {}\n", kVersion);
    return kDone;
  }
  if (first.empty()) {
    std::fputs(overview().c_str(), stderr);
    return kWrongUse;
  }
  const bool json = asks_for_json(argc, argv);
  Console console(json, stop_requested);
  watch_waiting([&, said = std::string()](std::string_view what) mutable {
    if (stop_requested) throw Stopped();
    if (said == what) return;
    said = what;
    console.progress().note(said);
  });
  return guarded(console, [&] {
    return run_command(find_command(first), argc, argv, json);
  });
}

}  // namespace mote
