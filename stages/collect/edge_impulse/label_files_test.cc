#include "stages/collect/edge_impulse/label_files.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "lib/base/error.h"
#include "lib/base/file.h"
#include "lib/dataset/sample_table.h"
#include "lib/signal/decode.h"
#include "stages/collect/import.h"

namespace mote {
namespace {

using Json = nlohmann::json;

const Json kInfo = {
    {"version", 1},
    {"files",
     {{{"path", "training/a.wav"},
       {"name", "a"},
       {"category", "training"},
       {"label", {{"type", "label"}, {"label", "left"}}},
       {"metadata", {{"subject", "anna"}, {"room", "kitchen"}}}},
      {{"path", "./testing/b.json"},
       {"category", "testing"},
       {"label", {{"type", "unlabeled"}}}},
      {{"path", "c.wav"},
       {"category", "split"},
       {"label",
        {{"type", "multi-label"},
         {"labels",
          {{{"startIndex", 0}, {"endIndex", 9}, {"label", "up"}},
           {{"startIndex", 10}, {"endIndex", 19}, {"label", "down"}}}}}}},
      {{"path", "d.jpg"},
       {"category", "training"},
       {"label", {{"type", "label"}, {"label", "cup"}}},
       {"boundingBoxes",
        {{{"label", "cup"},
          {"x", 1},
          {"y", 2},
          {"width", 30},
          {"height", 40}}}}}}}};

std::string refusal(const Json& json) {
  try {
    parse_label_file(json.dump(), "info.labels");
  } catch (const Error& error) {
    EXPECT_EQ(error.where(), "info.labels");
    return error.what_happened();
  }
  return "";
}

TEST(LabelFiles, SayLabelSideGroupRangesAndBoxes) {
  const Manifest manifest = parse_label_file(kInfo.dump(), "info.labels");
  ASSERT_EQ(manifest.entries.size(), 4u);
  const ManifestEntry a = manifest.of("training/a.wav");
  EXPECT_EQ(a.label, "left");
  EXPECT_EQ(a.split, "train");
  EXPECT_EQ(a.group, "anna");
  EXPECT_EQ(a.metadata.at("room"), "kitchen");
  EXPECT_EQ(manifest.of("testing/b.json").label, kUnlabelled);
  EXPECT_EQ(manifest.of("testing/b.json").split, "test");
  const ManifestEntry c = manifest.of("c.wav");
  EXPECT_EQ(c.split, "");
  ASSERT_EQ(c.ranges.size(), 2u);
  EXPECT_EQ(c.ranges[1].first, 10);
  EXPECT_EQ(c.ranges[1].end, 20);
  EXPECT_EQ(c.ranges[1].label, "down");
  EXPECT_EQ(manifest.of("d.jpg").boxes,
            (std::vector<Box>{{"cup", 1, 2, 30, 40}}));
}

TEST(LabelFiles, LargeExportsHaveAnObjectALine) {
  const std::string text =
      "{\"__ndjson\":true,\"version\":1}\n"
      "{\"__key\":\"files\",\"__item\":{\"path\":\"a.wav\",\"category\":"
      "\"testing\",\"label\":{\"type\":\"label\",\"label\":\"x\"}}}\r\n\n";
  const Manifest manifest = parse_label_file(text, "");
  ASSERT_EQ(manifest.entries.size(), 1u);
  EXPECT_EQ(manifest.of("a.wav").label, "x");
}

TEST(LabelFiles, RefusesWhatIsNone) {
  EXPECT_NE(refusal({1, 2}), "");
  EXPECT_NE(refusal({{"version", 1}}), "");
  EXPECT_NE(refusal({{"type", "attachments"}}).find("attachments"),
            std::string::npos);
  Json changed = kInfo;
  changed["files"][0]["path"] = 7;
  EXPECT_NE(refusal(changed), "");
  changed = kInfo;
  changed["files"][2]["label"]["labels"][0]["endIndex"] = -1;
  EXPECT_NE(refusal(changed).find("endIndex"), std::string::npos);
  changed = kInfo;
  changed["files"][2]["label"]["labels"][1]["endIndex"] = 5;
  EXPECT_NE(refusal(changed).find("before"), std::string::npos);
}

TEST(LabelFiles, NestingHasALimit) {
  const size_t depth = 400000;
  const std::string deep = std::string(depth, '[') + std::string(depth, ']');
  const std::string file =
      R"({"path": "a.wav", "metadata": {"x": )" + deep + "}}";
  for (const std::string& text :
       {R"({"files": [)" + file + "]}",
        "{\"__ndjson\":true}\n{\"__key\":\"files\",\"__item\":" + file + "}"}) {
    try {
      parse_label_file(text, "info.labels");
      ADD_FAILURE() << "it is read";
    } catch (const Error& error) {
      EXPECT_NE(error.what_happened().find("too deep"), std::string::npos);
      EXPECT_EQ(error.where(), "info.labels");
    }
  }
  const std::string flat =
      R"({"files": [{"path": "a", "metadata": {"x": [[1, {"y": 2}]]}}]})";
  EXPECT_EQ(parse_label_file(flat, "").of("a").metadata.at("x"),
            R"([[1,{"y":2}]])");
}

// A folder as an export unpacks to.
TEST(LabelFiles, AnExportIsImportedAsItSays) {
  const TemporaryFolder folder;
  const fs::path root = folder.path() / "export";
  const auto write = [&](const std::string& name, int16_t value) {
    write_wav(root / name, mono_audio(100, std::vector<int16_t>(200, value)));
  };
  write("training/left.1.wav", 1);
  write("training/left.2.wav", 2);
  write("testing/right.1.wav", 3);
  Json info = {{"version", 1}, {"files", Json::array()}};
  const auto describe = [&](const std::string& path,
                            const std::string& category, const Json& label) {
    info["files"].push_back(
        {{"path", path}, {"category", category}, {"label", label}});
  };
  describe("training/left.1.wav", "training",
           {{"type", "label"}, {"label", "go left"}});
  describe("training/left.2.wav", "training",
           {{"type", "multi-label"},
            {"labels",
             {{{"startIndex", 0}, {"endIndex", 49}, {"label", "left"}},
              {{"startIndex", 50}, {"endIndex", 199}, {"label", "right"}}}}});
  describe("testing/right.1.wav", "testing",
           {{"type", "label"}, {"label", "right"}});
  write_atomically(root / "info.labels", info.dump());
  Store store(folder.path() / "store");
  mote::Run run = quiet_run();
  const ImportReport report = import_recordings(root, store, {}, run);
  EXPECT_EQ(report.added, 3u);
  EXPECT_TRUE(report.refused.empty());
  std::map<std::string, Sample> samples;
  for (const Sample& sample : SampleTable(store).list()) {
    samples[sample.name] = sample;
  }
  EXPECT_EQ(samples["training/left.1.wav"].label, "go left");
  EXPECT_EQ(samples["training/left.1.wav"].split, "train");
  EXPECT_EQ(samples["testing/right.1.wav"].split, "test");
  const Sample& both = samples["training/left.2.wav"];
  EXPECT_EQ(both.label, kUnlabelled);
  EXPECT_EQ(both.ranges,
            (std::vector<TimeRange>{{0, 0.5, "left"}, {0.5, 2, "right"}}));
}

}  // namespace
}  // namespace mote
