#include <nlohmann/json.hpp>

#include "app/cli/command.h"
#include "app/cli/console.h"
#include "lib/base/cpu.h"
#include "lib/base/process.h"
#include "lib/base/resources.h"
#include "lib/base/threads.h"

namespace mote {
namespace {

nlohmann::json examine_tools() {
  nlohmann::json tools = nlohmann::json::array();
  for (const Tool& tool : known_tools()) {
    const auto path = find_program(tool.program);
    tools.push_back({{"program", tool.program},
                     {"package", tool.package},
                     {"purpose", tool.purpose},
                     {"optional", tool.optional},
                     {"found", path.has_value()},
                     {"path", path ? path->string() : ""}});
  }
  return tools;
}

int examine_machine(Console& console, const CommonOptions&) {
  const nlohmann::json tools = examine_tools();
  console.print("{} cores, {} kernels, device sources in {}\n",
                available_threads(), isa_name(host_isa()),
                resource_folder().string());
  std::string missing;
  for (const auto& tool : tools) {
    const bool found = tool["found"];
    console.print(
        "  {:<8} {:<21} {}{}",
        found ? "found" : (tool["optional"] ? "not here" : "missing"),
        tool["program"].get<std::string>(), tool["purpose"].get<std::string>(),
        found ? "" : "; package " + tool["package"].get<std::string>());
    if (!found && !tool["optional"])
      missing += " " + tool["package"].get<std::string>();
  }
  if (missing.empty()) {
    console.print("\nAll tools that mote needs are there.");
  } else {
    console.print("\nInstall what is missing: apt-get install{}", missing);
  }
  console.result({{"cores", available_threads()},
                  {"instruction_set", isa_name(host_isa())},
                  {"resources", resource_folder().string()},
                  {"tools", tools}});
  return missing.empty() ? 0 : 1;
}

}  // namespace

void doctor_command(Arguments& arguments) {
  arguments.examples("  mote doctor\n  mote doctor --json\n");
  arguments.action(examine_machine);
}

}  // namespace mote
