#include "stages/collect/report/page.h"

#include <fmt/format.h>

#include <algorithm>

#include "lib/report/html.h"

namespace mote {
namespace {

std::string duration_text(double seconds) {
  if (seconds <= 0) return "-";
  if (seconds < 120) return fmt::format("{:.0f} s", seconds);
  if (seconds < 7200) return fmt::format("{:.1f} min", seconds / 60);
  return fmt::format("{:.1f} h", seconds / 3600);
}

size_t faults_of(const DataReport& report) {
  return static_cast<size_t>(
      std::ranges::count(report.findings, false, &Finding::advice));
}

std::vector<Tile> tiles_of(const DataReport& report) {
  const DataCounts& counts = report.counts;
  const size_t faults = faults_of(report);
  std::vector<Tile> tiles = {
      {with_commas_of(counts.all.samples), "recordings"},
      {duration_text(counts.all.seconds), "in all"},
      {with_commas_of(counts.labels.size()), "labels"},
      {with_commas_of(counts.groups), "groups: who or what made them"}};
  tiles.push_back({with_commas_of(faults), "faults",
                   faults == 0 ? Tile::Mood::kGood : Tile::Mood::kBad});
  tiles.push_back(
      {with_commas_of(report.findings.size() - faults), "pieces of advice"});
  if (counts.excluded.samples > 0) {
    tiles.push_back(
        {with_commas_of(counts.excluded.samples), "excluded, with a reason"});
  }
  return tiles;
}

std::string lead_of(const DataReport& report) {
  std::string lead =
      fmt::format("<p>The data as of {}.</p>\n", escape_html(report.made_at));
  if (report.is_part()) {
    lead += fmt::format(
        "<p><b>Levels, spectra, ranges, examples, maps and most findings are "
        "of "
        "{} of {} recordings</b>, of each label its share; counts are of all. "
        "mote collect report --most N looks at more.</p>\n",
        with_commas_of(report.part.size()),
        with_commas_of(report.counts.all.samples));
  }
  return lead;
}

void add_section(Page& page, const char* heading, const char* about,
                 const std::string& body) {
  if (!body.empty()) page.section(heading, about, body);
}

}  // namespace

std::string with_commas_of(size_t number) {
  std::string text = std::to_string(number);
  for (int at = static_cast<int>(text.size()) - 3; at > 0; at -= 3) {
    text.insert(static_cast<size_t>(at), ",");
  }
  return text;
}

std::string html_of(const DataReport& report) {
  Page page(report.title, lead_of(report));
  page.style(map_style());
  page.tiles(tiles_of(report));
  if (report.counts.all.samples == 0) {
    page.section("Nothing yet",
                 "There are no recordings that are used. mote collect import, "
                 "record, synthesize and fetch bring some.",
                 "");
  }
  add_section(page, "Where it comes from",
              "Data sets, their licences, and who is to be named.",
              origins_part(report));
  add_section(page, "Requirements",
              "What [requirements] of mote.toml asks for.",
              requirements_part(report));
  add_section(page, "Findings",
              "What mote collect verify finds, with the command that mends it. "
              "Advice is worth a look, but good data may have it.",
              findings_part(report));
  add_section(page, "Labels and sides",
              "Training, validation and test share no group.",
              labels_part(report));
  add_section(page, "Kinds", "Where recordings come from and what they are.",
              kinds_part(report));
  add_section(page, "Maps",
              "A point a recording; alike ones lie near each other. Look for "
              "points within a foreign clump, and for sides or groups that "
              "keep to themselves. Far distances mean little.",
              maps_part(report));
  add_section(page, "Examples", "One recording of each label.",
              examples_part(report));
  add_section(page, "Values",
              "How long and loud recordings are, and what their values are.",
              values_part(report));
  add_section(page, "Versions and changes", "The newest first.",
              history_part(report));
  return page.html();
}

}  // namespace mote
