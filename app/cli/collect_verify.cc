#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli/collect.h"
#include "app/cli/console.h"
#include "stages/collect/mend.h"
#include "stages/collect/verify.h"

namespace mote {
namespace {

struct VerifyChoice {
  std::string mend;  // a kind of finding
  bool dry_run = false;
  ChangeNote note;
};

nlohmann::json json_of_findings(const std::vector<Finding>& findings) {
  auto list = nlohmann::json::array();
  for (const Finding& finding : findings) {
    list.push_back({{"kind", finding.kind},
                    {"what", finding.what},
                    {"samples", finding.samples},
                    {"ids", finding.ids},
                    {"command", finding.command},
                    {"hint", finding.hint},
                    {"advice", finding.advice}});
  }
  return list;
}

// Samples of a finding that names many: the first, and how many more.
void print_samples(const std::vector<std::string>& names, Console& console) {
  constexpr size_t kMostNames = 3;
  if (names.size() < 2) return;
  std::string line;
  for (size_t i = 0; i < std::min(names.size(), kMostNames); ++i) {
    line += (i > 0 ? ", " : "") + names[i];
  }
  if (names.size() > kMostNames) {
    line += fmt::format(" and {} more", names.size() - kMostNames);
  }
  console.print("    {}", line);
}

void print_finding(const Finding& finding, Console& console) {
  console.print("{}: {}", finding.kind, finding.what);
  print_samples(finding.samples, console);
  if (!finding.command.empty()) console.print("    {}", finding.command);
  if (!finding.hint.empty()) {
    console.print("    {}{}", finding.command.empty() ? "" : "or ",
                  finding.hint);
  }
}

// A kind with many findings is mended by one command.
void print_kinds(const std::vector<Finding>& findings, Console& console) {
  constexpr size_t kMany = 4;
  std::map<std::string, size_t> counts;
  for (const Finding& finding : findings) {
    if (finding.mending.kind == Mending::Kind::kNone) continue;
    ++counts[finding.kind];
  }
  for (const auto& [kind, count] : counts) {
    if (count < kMany) continue;
    console.print("all {} of {}: mote collect verify --mend {}", count, kind,
                  kind);
  }
}

int report(const std::vector<Finding>& findings, size_t count,
           Console& console) {
  for (const Finding& finding : findings) print_finding(finding, console);
  print_kinds(findings, console);
  console.print("{} recording(s) checked, {} finding(s)", count,
                findings.size());
  console.result({{"count", count}, {"findings", json_of_findings(findings)}});
  return std::ranges::all_of(findings, &Finding::advice) ? 0 : 1;
}

int mend_project(const Project& project, const std::vector<Finding>& found,
                 const VerifyChoice& choice, Console& console) {
  const auto chosen = findings_to_mend(found, choice.mend);
  for (const Finding& finding : chosen) {
    console.print("{}", finding.what);
    print_samples(finding.samples, console);
  }
  const int64_t changed =
      choice.dry_run ? 0 : mend(project.store(), chosen, choice.note);
  console.print("{} finding(s), {} sample(s) changed{}", chosen.size(), changed,
                changed > 0 ? " (mote collect undo takes it back)" : "");
  console.result({{"kind", choice.mend},
                  {"changed", changed},
                  {"dry_run", choice.dry_run},
                  {"findings", json_of_findings(chosen)}});
  return 0;
}

int verify_project(const VerifyChoice& choice, Console& console,
                   const CommonOptions& common) {
  if (!choice.mend.empty()) require_check(choice.mend);
  const Project project = Project::open(common.project, common.overrides);
  const Dataset dataset =
      open_dataset(project.store(), split_shares(project), 0);
  Run run = console.run(common.threads);
  const auto findings =
      verify(project.store(), dataset, data_requirements(project), run);
  if (choice.mend.empty()) return report(findings, dataset.size(), console);
  return mend_project(project, findings, choice, console);
}

}  // namespace

void declare_verify(Arguments& arguments) {
  auto choice = std::make_shared<VerifyChoice>();
  arguments.option("--mend", choice->mend,
                   "a kind of finding: mend all of it, as one change");
  arguments.flag("--dry-run", choice->dry_run, "say what would be mended");
  note_options(arguments, choice->note);
  arguments.runs_stages();
  arguments.examples(
      "  mote collect verify\n"
      "  mote collect verify --json\n"
      "  mote collect verify --mend clipping --why 'too near'\n");
  arguments.action([choice](Console& console, const CommonOptions& common) {
    return verify_project(*choice, console, common);
  });
}

}  // namespace mote
