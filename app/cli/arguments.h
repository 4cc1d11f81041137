// What a command takes, declared once: gives parsing, --help and messages.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace CLI {
class App;
}

namespace mote {

class Console;

// What every command takes.
struct CommonOptions {
  bool json = false;                   // --json
  std::filesystem::path project;       // --project DIR; empty: found upwards
  std::vector<std::string> overrides;  // --set KEY=VALUE, repeatable
  int threads = 0;                     // --threads N; 0: all cores
};

// Runs a command and returns its exit code: 0 done, 1 failed. Throws Error.
using Action = std::function<int(Console&, const CommonOptions&)>;

// The options of one command, bound to variables that live as long as the
// action does (usually members of a struct shared with it).
class Arguments {
 public:
  Arguments(CLI::App& app, CommonOptions& common, Action& chosen);

  // Values given by place; "NAME" is shown in the usage line.
  void positional(const std::string& name, std::string& value,
                  const std::string& help, bool required = true);
  void positional(const std::string& name, int& value, const std::string& help,
                  bool required = false);
  void positionals(const std::string& name, std::vector<std::string>& values,
                   const std::string& help, bool required = true);

  // "--name VALUE".
  void option(const std::string& name, std::string& value,
              const std::string& help);
  void option(const std::string& name, int& value, const std::string& help);
  void option(const std::string& name, double& value, const std::string& help);
  void option(const std::string& name, std::vector<std::string>& values,
              const std::string& help);  // repeatable
  void choice(const std::string& name, std::string& value,
              const std::vector<std::string>& choices, const std::string& help);
  void flag(const std::string& name, bool& value, const std::string& help);

  // --project, for commands that work in a project.
  void in_project();
  // --project, --set and --threads, for commands that run stages.
  void runs_stages();

  // Shows the settings of a section of mote.toml in --help.
  void settings_of(const std::string& section);
  void examples(std::string_view lines);
  void action(Action action);

  // A command of the command ("collect import"), declared by `declare`.
  void subcommand(const std::string& name, const std::string& help,
                  const std::function<void(Arguments&)>& declare);

 private:
  CLI::App& app_;
  std::string settings_, examples_;
  CommonOptions& common_;
  Action& chosen_;
};

}  // namespace mote
