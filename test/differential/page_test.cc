// The page of mote collect report, read as browsers read it.
#include <sstream>

#include "lib/base/file.h"
#include "lib/dataset/labelling.h"
#include "stages/collect/import.h"
#include "stages/collect/report/data_report.h"
#include "test/differential/oracles.h"

namespace mote {
namespace {

constexpr const char* kEvil = "<script>alert(1)</script>&\"'";

// Three columns of waves for each of two labels, whose names are HTML.
void write_motions(const fs::path& folder) {
  for (int label = 0; label < 2; ++label) {
    for (int i = 0; i < 12; ++i) {
      std::string text = "time_s,x <b>,y,z\n";
      for (int t = 0; t < 64; ++t) {
        text += std::to_string(t * 0.01);
        for (int axis = 0; axis < 3; ++axis) {
          text += "," + std::to_string((t * (1 + label) + i * 3 + axis * 7) %
                                       (11 + axis));
        }
        text += "\n";
      }
      write_atomically(folder / (label == 0 ? "<b>left" : "right") /
                           (std::to_string(i) + ".csv"),
                       text);
    }
  }
}

std::map<std::string, int> elements_of(const std::string& html) {
  const TemporaryFolder folder;
  write_atomically(folder.path() / "page.html", html);
  std::istringstream lines(
      test::run_oracle("page.py", {(folder.path() / "page.html").string()}));
  std::map<std::string, int> counts;
  for (std::string line; std::getline(lines, line);) {
    EXPECT_FALSE(line.starts_with("error")) << line;
    counts[line.substr(0, line.find(' '))] =
        std::atoi(line.substr(line.find(' ') + 1).c_str());
  }
  return counts;
}

TEST(DataPage, IsValidAndShowsNamesAsText) {
  MOTE_REQUIRE_ORACLES();
  const TemporaryFolder folder;
  write_motions(folder.path() / "data");
  Store store(folder.path() / "store");
  mote::Run run = quiet_run();
  ImportOptions options;
  options.terms.licence = "MIT";
  options.terms.attribution = kEvil;
  ASSERT_EQ(
      import_recordings(folder.path() / "data", store, options, run).added,
      24u);
  Labelling(store, {}).regroup(Query::parse("label=right"), kEvil,
                               {kEvil, kEvil, kEvil});
  DataReport report = report_on(store, {}, {{"<b>left", kEvil}}, 1000, run);
  report.title = kEvil;
  const std::string html = html_of(report);
  const auto elements = elements_of(html);
  EXPECT_EQ(elements.at("script"), 1) << "the page's own";
  EXPECT_EQ(html.find("alert(1)</script>"), std::string::npos);
  EXPECT_EQ(elements.at("img"), 2) << "an example of each label";
  EXPECT_EQ(elements.at("input"), 5);
  EXPECT_GE(elements.at("title"), 1 + 2 * 24) << "a tooltip a point";
}

TEST(DataPage, IsValidOfNothing) {
  MOTE_REQUIRE_ORACLES();
  const TemporaryFolder folder;
  Store store(folder.path() / "store");
  mote::Run run = quiet_run();
  const auto elements =
      elements_of(html_of(report_on(store, {}, {}, 1000, run)));
  EXPECT_FALSE(elements.contains("script"));
  EXPECT_EQ(elements.at("main"), 1);
}

}  // namespace
}  // namespace mote
