#include "stages/collect/mend.h"

#include <fmt/format.h>

#include <algorithm>

#include "lib/base/error.h"
#include "lib/dataset/labelling.h"
#include "stages/collect/checks/check.h"

namespace mote {
namespace {

int64_t mend_sample(Labelling& labelling, const Mending& mending,
                    const std::string& id, const ChangeNote& note) {
  const Query query = Query::parse("id=" + query_quoted(id));
  switch (mending.kind) {
    case Mending::Kind::kExclude: {
      const std::string& why = note.why.empty() ? mending.with : note.why;
      return labelling.exclude(query, {note.what, why, note.who});
    }
    case Mending::Kind::kRelabel:
      return labelling.relabel(query, mending.with, note);
    case Mending::Kind::kFix:
      return labelling.add_fix(query, Fix::parse(mending.with), note);
    case Mending::Kind::kNone:
      break;
  }
  return 0;
}

}  // namespace

void require_check(const std::string& kind) {
  std::string known = "leak";  // found among near duplicates
  if (kind == known) return;
  for (const Check& check : checks()) {
    if (kind == check.name) return;
    known += std::string(", ") + check.name;
  }
  throw UsageError(fmt::format("there is no finding '{}'", kind), "--mend",
                   fmt::format("The findings: {}.", known));
}

std::vector<Finding> findings_to_mend(const std::vector<Finding>& findings,
                                      const std::string& kind) {
  std::vector<Finding> chosen;
  std::ranges::copy_if(
      findings, std::back_inserter(chosen),
      [&](const Finding& finding) { return finding.kind == kind; });
  for (const Finding& finding : chosen) {
    if (finding.mending.kind != Mending::Kind::kNone) continue;
    throw Error(fmt::format("no change of samples mends '{}'", kind),
                finding.what,
                finding.command.empty() ? finding.hint : finding.command);
  }
  return chosen;
}

int64_t mend(Store& store, const std::vector<Finding>& findings,
             ChangeNote note) {
  if (findings.empty()) return 0;
  if (note.what.empty()) note.what = "verify --mend " + findings.front().kind;
  Labelling labelling(store, {});
  return ChangeLog(store).record(note, [&] {
    int64_t changed = 0;
    for (const Finding& finding : findings) {
      for (const std::string& id : finding.mending.ids) {
        changed += mend_sample(labelling, finding.mending, id, note);
      }
    }
    return changed;
  });
}

}  // namespace mote
