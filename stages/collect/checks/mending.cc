#include "stages/collect/checks/mending.h"

#include "lib/dataset/query.h"

namespace mote {
namespace {

constexpr size_t kMostNamed = 3;

std::string query_of(const std::vector<std::string>& ids) {
  std::string query;
  for (const std::string& id : ids) {
    query += (query.empty() ? "id=" : " or id=") + id;
  }
  return shell_quoted(query);
}

}  // namespace

Finding finding(const Evidence& evidence, const char* kind,
                const std::string& what, const Places& places,
                Mending mending) {
  Finding made{kind, what};
  made.mending = std::move(mending);
  for (const size_t place : places) {
    made.samples.push_back(evidence.samples()[place].name);
    made.ids.push_back(evidence.samples()[place].id);
  }
  made.mending.ids = made.ids;
  return made;
}

Finding advice(Finding finding) {
  finding.advice = true;
  return finding;
}

std::string shell_quoted(const std::string& text) {
  std::string result = "'";
  for (char c : text) {
    if (c == '\'') {
      result += "'\\''";
    } else {
      result += c;
    }
  }
  return result + "'";
}

std::string mending_command(const Finding& finding) {
  const Mending& mending = finding.mending;
  if (mending.kind == Mending::Kind::kNone) return "";
  if (mending.ids.size() > kMostNamed) {
    return "mote collect verify --mend " + finding.kind;
  }
  const std::string which = query_of(mending.ids);
  const std::string with = shell_quoted(mending.with);
  switch (mending.kind) {
    case Mending::Kind::kExclude:
      return "mote collect exclude " + which + " --why " + with;
    case Mending::Kind::kRelabel:
      return "mote collect relabel " + which + " " + with;
    default:
      return "mote collect fix " + which + " " + with;
  }
}

}  // namespace mote
