#include "app/cli/import_report.h"

#include <nlohmann/json.hpp>

namespace mote {
namespace {

// So many refused files are named in text; --json names all.
constexpr size_t kNamedFiles = 10;

}  // namespace

void print_report(const ImportReport& report, Console& console) {
  console.print(
      "{} added, {}{} already there, {} refused", report.added,
      report.updated > 0 ? fmt::format("{} updated, ", report.updated) : "",
      report.duplicates, report.refused.size());
  for (size_t i = 0; i < report.refused.size(); ++i) {
    if (i == kNamedFiles) {
      console.print("  ... and {} more (--json names all)",
                    report.refused.size() - kNamedFiles);
      break;
    }
    console.print("  refused {}: {}", report.refused[i].file,
                  report.refused[i].reason);
  }
  for (const std::string& warning : report.warnings) {
    console.print("  {}", warning);
  }
}

nlohmann::json json_of(const ImportReport& report) {
  nlohmann::json refused = nlohmann::json::array();
  for (const RefusedFile& file : report.refused) {
    refused.push_back({{"file", file.file}, {"reason", file.reason}});
  }
  return {{"added", report.added},
          {"updated", report.updated},
          {"duplicates", report.duplicates},
          {"refused", refused},
          {"warnings", report.warnings}};
}

}  // namespace mote
