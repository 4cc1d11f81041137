#include "app/cli/arguments.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "app/workflow/sections.h"

namespace mote {

Arguments::Arguments(CLI::App& app, CommonOptions& common, Action& chosen)
    : app_(app), common_(common), chosen_(chosen) {
  app_.add_flag("--json", common_.json,
                "print one JSON document (keys: docs/json.md)");
}

void Arguments::positional(const std::string& name, std::string& value,
                           const std::string& help, bool required) {
  app_.add_option(name, value, help)->required(required);
}

void Arguments::positional(const std::string& name, int& value,
                           const std::string& help, bool required) {
  app_.add_option(name, value, help)->required(required);
}

void Arguments::positionals(const std::string& name,
                            std::vector<std::string>& values,
                            const std::string& help, bool required) {
  app_.add_option(name, values, help)->required(required);
}

void Arguments::option(const std::string& name, std::string& value,
                       const std::string& help) {
  app_.add_option(name, value, help)->capture_default_str();
}

void Arguments::option(const std::string& name, int& value,
                       const std::string& help) {
  app_.add_option(name, value, help)->capture_default_str();
}

void Arguments::option(const std::string& name, double& value,
                       const std::string& help) {
  app_.add_option(name, value, help)->capture_default_str();
}

void Arguments::option(const std::string& name,
                       std::vector<std::string>& values,
                       const std::string& help) {
  app_.add_option(name, values, help)->allow_extra_args(false);
}

void Arguments::choice(const std::string& name, std::string& value,
                       const std::vector<std::string>& choices,
                       const std::string& help) {
  app_.add_option(name, value, help)
      ->check(CLI::IsMember(choices))
      ->capture_default_str();
}

void Arguments::flag(const std::string& name, bool& value,
                     const std::string& help) {
  app_.add_flag(name, value, help);
}

void Arguments::in_project() {
  app_.add_option("--project", common_.project,
                  "the project's folder (default: the current one or the "
                  "nearest above it with a mote.toml)")
      ->type_name("DIR");
}

void Arguments::runs_stages() {
  in_project();
  app_.add_option("--set", common_.overrides,
                  "a setting for this run: train.epochs=50 (repeatable)")
      ->type_name("KEY=VALUE")
      ->allow_extra_args(false);
  app_.add_option("--threads", common_.threads, "cores to use (0: all)")
      ->check(CLI::NonNegativeNumber);
}

void Arguments::settings_of(const std::string& name) {
  settings_ = fmt::format(
      "Settings in [{0}] of mote.toml, or --set {0}.KEY=VALUE:\n{1}\n", name,
      section(name).help());
  app_.footer(settings_ + examples_);
}

void Arguments::examples(std::string_view lines) {
  examples_ = "Examples:\n" + std::string(lines);
  app_.footer(settings_ + examples_);
}

void Arguments::action(Action action) {
  app_.require_subcommand(0);  // the command does something by itself
  app_.callback([action = std::move(action), &app = app_, &chosen = chosen_] {
    if (app.get_subcommands().empty()) chosen = action;
  });
}

void Arguments::subcommand(const std::string& name, const std::string& help,
                           const std::function<void(Arguments&)>& declare) {
  app_.require_subcommand(1);
  Arguments arguments(*app_.add_subcommand(name, help), common_, chosen_);
  declare(arguments);
}

}  // namespace mote
