// What is known without opening recordings, and what verify found.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "lib/report/chart_file.h"
#include "lib/report/html.h"
#include "stages/collect/report/charts.h"
#include "stages/collect/report/page.h"

namespace mote {
namespace {

using Rows = std::vector<std::vector<std::string>>;

constexpr size_t kMostFindings = 25;  // of one kind
constexpr size_t kMostOpen = 5;       // shown without a click
constexpr size_t kMostNames = 8;      // of a finding
constexpr size_t kMostLabels = 500;

std::string bad(const std::string& text) {
  return "<span class=\"bad-text\">" + escape_html(text) + "</span>";
}

std::string good(const std::string& text) {
  return "<span class=\"good-text\">" + escape_html(text) + "</span>";
}

std::string seconds_text(double seconds) {
  return seconds > 0 ? fmt::format("{:.4g} s", seconds) : "-";
}

std::string names_text(const std::vector<std::string>& names) {
  std::string text;
  for (size_t i = 0; i < std::min(names.size(), kMostNames); ++i) {
    text += (i > 0 ? ", " : "") + names[i];
  }
  if (names.size() > kMostNames) {
    text += fmt::format(" and {} more", names.size() - kMostNames);
  }
  return text;
}

// A long text behind its beginning.
std::string folded(const std::string& text) {
  constexpr size_t kMostShown = 240;
  if (text.size() <= kMostShown) return escape_html(text);
  size_t end = text.rfind(' ', kMostShown);
  if (end == std::string::npos || end == 0) end = kMostShown;
  return "<details><summary>" + escape_html(text.substr(0, end)) +
         " ...</summary>" + escape_html(text.substr(end)) + "</details>";
}

bool found(const DataReport& report, const std::set<std::string>& kinds) {
  return std::ranges::any_of(report.findings, [&](const Finding& finding) {
    return kinds.contains(finding.kind);
  });
}

// A row of the table of requirements.
std::vector<std::string> requirement(const DataReport& report,
                                     const std::string& name,
                                     const std::string& wanted,
                                     const std::set<std::string>& kinds) {
  return {escape_html(name), escape_html(wanted),
          found(report, kinds) ? bad("not met") : good("met")};
}

std::string joined(const std::vector<std::string>& texts) {
  std::string result;
  for (const std::string& text : texts) {
    result += (result.empty() ? "" : ", ") + text;
  }
  return result;
}

std::string command_cell(const Finding& finding) {
  constexpr size_t kMostText = 400;
  if (finding.command.empty()) return escape_html(finding.hint);
  if (finding.command.size() <= kMostText) {
    return "<code>" + escape_html(finding.command) + "</code>";
  }
  return "<code>mote collect verify</code> prints a command of " +
         with_commas_of(finding.command.size()) + " characters";
}

std::string findings_of_kind(const std::vector<const Finding*>& findings) {
  Rows rows;
  for (const Finding* finding : findings) {
    if (rows.size() == kMostFindings) break;
    rows.push_back({escape_html(finding->what),
                    escape_html(names_text(finding->samples)),
                    command_cell(*finding)});
  }
  std::string html = html_table({"what", "recordings", "mend it by"}, rows);
  if (findings.size() > kMostFindings) {
    html += fmt::format(
        "<p>and {} more: <code>mote collect verify</code> lists all.</p>",
        findings.size() - kMostFindings);
  }
  return html;
}

void add_tallies(const char* what, const Tallies& tallies, Rows& rows) {
  for (const auto& [name, tally] : tallies) {
    rows.push_back(
        {escape_html(what), escape_html(name.empty() ? "(none)" : name),
         with_commas_of(tally.samples), seconds_text(tally.seconds)});
  }
}

}  // namespace

std::string origins_part(const DataReport& report) {
  Rows rows;
  for (const auto& [name, tally] : report.counts.origins) {
    const auto known = std::ranges::find(report.origins, name, &Origin::name);
    const Origin origin =
        known == report.origins.end() ? Origin{name, "", ""} : *known;
    const bool own = name.empty();
    rows.push_back({escape_html(own ? "(made in this project)" : name),
                    with_commas_of(tally.samples), seconds_text(tally.seconds),
                    origin.licence.empty() ? (own ? "-" : bad("unknown"))
                                           : escape_html(origin.licence),
                    origin.attribution.empty() ? (own ? "-" : bad("unknown"))
                                               : folded(origin.attribution)});
  }
  if (rows.empty()) return "";
  return html_table(
      {"data set", "recordings", "seconds", "licence", "attribution"}, rows);
}

std::string requirements_part(const DataReport& report) {
  const DataRequirements& wanted = report.wanted;
  if (report.counts.all.samples == 0) return "";
  Rows rows;
  if (!wanted.labels.empty()) {
    rows.push_back(requirement(report, "labels", joined(wanted.labels),
                               {"few_samples", "label", "unlabelled"}));
  }
  if (wanted.rate_hz > 0) {
    rows.push_back(requirement(report, "rate",
                               fmt::format("{} Hz or more", wanted.rate_hz),
                               {"low_rate", "no_rate"}));
  }
  if (wanted.min_samples_per_label > 0) {
    rows.push_back(
        requirement(report, "samples a label",
                    fmt::format("{} or more", wanted.min_samples_per_label),
                    {"few_samples"}));
  }
  if (wanted.min_groups_per_label > 0) {
    rows.push_back(
        requirement(report, "groups a label",
                    fmt::format("{} or more", wanted.min_groups_per_label),
                    {"few_groups"}));
  }
  if (wanted.min_recorded_percent > 0) {
    rows.push_back(
        requirement(report, "recorded, not synthetic",
                    fmt::format("{} % or more", wanted.min_recorded_percent),
                    {"few_recorded"}));
  }
  if (wanted.most_s > 0) {
    rows.push_back(requirement(
        report, "duration",
        fmt::format("{:.4g} to {:.4g} s", wanted.least_s, wanted.most_s),
        {"duration"}));
  }
  if (!wanted.units.empty()) {
    rows.push_back(requirement(report, "units", joined(wanted.units),
                               {"unit", "wrong_unit"}));
  }
  for (const ValueRange& range : wanted.ranges) {
    rows.push_back(requirement(report, "range", range.text(), {"range"}));
  }
  rows.push_back(requirement(report, "sides",
                             "each label on each side, no group on two",
                             {"split", "leak", "empty_side", "group_leak"}));
  return html_table({"requirement", "wanted", ""}, rows);
}

std::string findings_part(const DataReport& report) {
  if (report.counts.all.samples == 0) return "";
  if (report.findings.empty()) return "<p>" + good("None.") + "</p>";
  std::vector<std::string> order;
  std::map<std::string, std::vector<const Finding*>> by_kind;
  for (const bool advice : {false, true}) {
    for (const Finding& finding : report.findings) {
      if (finding.advice != advice) continue;
      auto& some = by_kind[finding.kind];
      if (some.empty()) order.push_back(finding.kind);
      some.push_back(&finding);
    }
  }
  std::string html;
  for (const std::string& kind : order) {
    const auto& some = by_kind[kind];
    html += fmt::format(
        "<details{}><summary><b>{}</b> {}{}</summary>\n{}</details>\n",
        some[0]->advice || some.size() > kMostOpen ? "" : " open",
        escape_html(kind), with_commas_of(some.size()),
        some[0]->advice ? " (advice)" : "", findings_of_kind(some));
  }
  return html;
}

std::string labels_part(const DataReport& report) {
  if (report.counts.labels.empty()) return "";
  Rows rows;
  for (const LabelCounts& label : report.counts.labels) {
    if (rows.size() == kMostLabels) break;
    const auto side = [&](const char* name) {
      const auto at = label.sides.find(name);
      return at == label.sides.end() ? "0" : with_commas_of(at->second);
    };
    rows.push_back(
        {escape_html(label.label), with_commas_of(label.all.samples),
         with_commas_of(label.groups), side("train"), side("validation"),
         side("test"), seconds_text(label.all.seconds),
         seconds_text(label.seconds.low), seconds_text(label.seconds.median),
         seconds_text(label.seconds.high)});
  }
  std::string html = svg_of(label_chart(report.counts));
  html += "<details><summary>as a table</summary>" +
          html_table({"label", "recordings", "groups", "train", "validation",
                      "test", "in all", "shortest", "median", "longest"},
                     rows);
  if (report.counts.labels.size() > kMostLabels) {
    html += fmt::format("<p>and {} more labels</p>",
                        report.counts.labels.size() - kMostLabels);
  }
  return html + "</details>\n";
}

std::string kinds_part(const DataReport& report) {
  const DataCounts& counts = report.counts;
  if (counts.all.samples == 0) return "";
  constexpr size_t kMostRates = 12;
  Rows rows;
  add_tallies("side", counts.sides, rows);
  add_tallies("kind", counts.kinds, rows);
  add_tallies("source", counts.sources, rows);
  size_t shown = 0;
  for (const auto& [rate_hz, tally] : counts.rates) {
    if (shown++ == kMostRates) {
      rows.push_back(
          {"rate",
           fmt::format("and {} others", counts.rates.size() - kMostRates), "",
           ""});
      break;
    }
    rows.push_back(
        {"rate", rate_hz > 0 ? fmt::format("{:.6g} Hz", rate_hz) : "(none)",
         with_commas_of(tally.samples), seconds_text(tally.seconds)});
  }
  for (const auto& [group, samples] : counts.largest) {
    rows.push_back(
        {"large group", escape_html(group), with_commas_of(samples), ""});
  }
  return html_table({"", "", "recordings", "seconds"}, rows);
}

std::string history_part(const DataReport& report) {
  Rows versions, changes;
  for (const Version& version : report.versions) {
    versions.push_back(
        {escape_html(version.name), escape_html(version.when),
         with_commas_of(static_cast<size_t>(version.samples)),
         escape_html(version.note.who), escape_html(version.note.why),
         "<code>" + escape_html(version.object.substr(0, 12)) + "</code>"});
  }
  for (const Change& change : report.changes) {
    changes.push_back(
        {std::to_string(change.id), escape_html(change.when),
         escape_html(change.note.who),
         with_commas_of(static_cast<size_t>(change.samples)),
         escape_html(change.note.what) + (change.undone ? " (undone)" : ""),
         escape_html(change.note.why)});
  }
  std::string html;
  if (versions.empty()) {
    html += "<p>No version was kept: <code>mote collect snapshot</code>.</p>";
  } else {
    html += html_table(
        {"version", "when", "recordings", "who", "why", "object"}, versions);
  }
  if (report.version_count > report.versions.size()) {
    html += fmt::format("<p>and {} older versions</p>",
                        report.version_count - report.versions.size());
  }
  if (!changes.empty()) {
    html += html_table({"change", "when", "who", "recordings", "what", "why"},
                       changes);
  }
  return html;
}

}  // namespace mote
