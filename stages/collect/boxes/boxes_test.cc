#include <gtest/gtest.h>

#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>

#include "lib/base/error.h"
#include "lib/base/file.h"
#include "lib/base/process.h"
#include "lib/dataset/sample_table.h"
#include "lib/report/image.h"
#include "lib/signal/picture.h"
#include "stages/collect/boxes/box.h"
#include "stages/collect/boxes/coco_document.h"
#include "stages/collect/boxes/draw_boxes.h"
#include "stages/collect/boxes/picture_names.h"
#include "stages/collect/import.h"

namespace mote {
namespace {

using Json = nlohmann::json;

// A data set of pictures of 40 x 30 in a folder, imported into a store.
class BoxesTest : public testing::Test {
 protected:
  void write(const std::string& name, const std::string& text) {
    write_bytes(name, {text.begin(), text.end()});
  }
  // Without a sync, which would be most of the time of these tests.
  void write_bytes(const std::string& name, const std::vector<uint8_t>& bytes) {
    create_folder((root / name).parent_path());
    std::ofstream(root / name, std::ios::binary)
        .write(reinterpret_cast<const char*>(bytes.data()),
               static_cast<std::streamsize>(bytes.size()));
  }
  // No two alike.
  void write_picture(const std::string& name) {
    Image image(40, 30);
    image.set(1, 1, {++made, 0, 0});
    write_bytes(name, image.png());
  }
  ImportReport import(const ImportOptions& options = {}) {
    mote::Run run = quiet_run({}, 2);
    return import_recordings(root, store, options, run);
  }
  std::map<std::string, Sample> samples() {
    std::map<std::string, Sample> found;
    for (const Sample& sample : SampleTable(store).list()) {
      found[sample.name] = sample;
    }
    return found;
  }
  // Imports, and gives the text of all refusals and warnings.
  std::string complaints() {
    const ImportReport report = import();
    std::string text;
    for (const auto& file : report.refused) text += file.reason + "\n";
    for (const auto& warning : report.warnings) text += warning.text() + "\n";
    return text;
  }
  std::string error_of_import() {
    try {
      import();
    } catch (const Error& error) {
      return error.what_happened() + " at " + error.where();
    }
    return "none";
  }

  // Two lists with two pictures each, one of them without annotations.
  void write_coco() {
    for (const char* side : {"train", "val"}) {
      const std::string folder = side + std::string("2017/");
      write_picture(folder + "1.png");
      write_picture(folder + "2.png");
      write("annotations/instances_" + std::string(side) + "2017.json",
            coco.dump());
    }
  }
  void write_voc(const std::string& name, const std::string& inside) {
    write(name,
          "<?xml version=\"1.0\"?>\n<annotation><filename>x.png"
          "</filename><size><width>40</width><height>30</height></size>" +
              inside + "</annotation>");
  }

  TemporaryFolder folder;
  fs::path root = folder.path() / "data";
  Store store{folder.path() / "store"};
  uint8_t made = 0;
  Json coco = {{"info", {{"description", "Cats"}, {"url", "example.org"}}},
               {"licenses",
                {{{"id", 4},
                  {"name", "Attribution License"},
                  {"url", "http://creativecommons.org/licenses/by/2.0/"}}}},
               {"images",
                {{{"id", 7}, {"file_name", "1.png"}, {"license", 4}},
                 {{"id", 8},
                  {"file_name", "2.png"},
                  {"license", 4},
                  {"width", 40},
                  {"height", 30}}}},
               {"categories",
                {{{"id", 1}, {"name", "cat"}}, {{"id", 3}, {"name", "dog"}}}},
               {"annotations",
                {{{"id", 1},
                  {"image_id", 7},
                  {"category_id", 3},
                  {"bbox", {1, 2.5, 10, 4}},
                  {"segmentation", {{1, 2, 3, 4}}},
                  {"iscrowd", 0}},
                 {{"id", 2},
                  {"image_id", 7},
                  {"category_id", 1},
                  {"bbox", {0, 0, 40, 30}}},
                 {{"id", 3},
                  {"image_id", 7},
                  {"category_id", 1},
                  {"bbox", {5, 5, 5, 5}},
                  {"iscrowd", 1}}}}};
};

std::string object(const std::string& name, const std::string& bounds,
                   const std::string& more = "") {
  return "<object><name>" + name + "</name>" + more + "<bndbox>" + bounds +
         "</bndbox></object>";
}

std::string bounds(int left, int top, int right, int bottom) {
  return "<xmin>" + std::to_string(left) + "</xmin><ymin>" +
         std::to_string(top) + "</ymin><xmax>" + std::to_string(right) +
         "</xmax><ymax> " + std::to_string(bottom) + "\n</ymax>";
}

TEST_F(BoxesTest, CocoGivesBoxesLabelsSidesAndLicences) {
  write_coco();
  const ImportReport report = import();
  EXPECT_EQ(report.added, 4u);
  EXPECT_TRUE(report.refused.empty());
  EXPECT_TRUE(report.warnings.empty()) << report.warnings[0].text();
  EXPECT_EQ(report.terms.licence, "CC-BY-2.0");
  EXPECT_EQ(report.terms.attribution, "Cats, example.org");
  const auto found = samples();
  const Sample& train = found.at("train2017/1.png");
  EXPECT_EQ(train.boxes,
            (std::vector<Box>{{"dog", 1, 2.5, 10, 4}, {"cat", 0, 0, 40, 30}}));
  EXPECT_EQ(train.label, "cat");
  EXPECT_EQ(train.split, "train");
  EXPECT_EQ(train.metadata.at("crowd"), "[[\"cat\",5.0,5.0,5.0,5.0]]");
  const Sample& empty = found.at("val2017/2.png");
  EXPECT_TRUE(empty.boxes.empty());
  EXPECT_EQ(empty.label, kNothingLabel);
  EXPECT_EQ(empty.split, "validation");
  EXPECT_EQ(
      SampleTable(store).count(Query::parse("licence=CC-BY-2.0 and boxes>1")),
      2u);
}

TEST_F(BoxesTest, CocoOfAnArchiveIsTheSame) {
  write_coco();
  import();
  const auto from_folder = samples();
  const fs::path archive = folder.path() / "data.tar.gz";
  run_process(
      {"tar", "czf", archive.string(), "-C", folder.path().string(), "data"});
  Store other(folder.path() / "other");
  mote::Run run = quiet_run({}, 2);
  EXPECT_EQ(import_recordings(archive, other, {}, run).added, 4u);
  for (const Sample& sample : SampleTable(other).list()) {
    EXPECT_EQ(sample, from_folder.at(sample.name)) << sample.name;
  }
}

TEST_F(BoxesTest, CocoOfKeyPointsAndCaptionsGivesNoBoxTwice) {
  write_coco();
  write("annotations/person_keypoints_train2017.json", coco.dump());
  Json captions = coco;
  for (Json& annotation : captions["annotations"]) annotation.erase("bbox");
  write("annotations/captions_train2017.json", captions.dump());
  EXPECT_EQ(complaints(),
            "annotations without a box were left out: in "
            "annotations/captions_train2017.json (3 in all)\n");
  EXPECT_EQ(samples().at("train2017/1.png").boxes.size(), 2u);
}

TEST_F(BoxesTest, PicturesThatNobodyLookedAtAreUnlabelled) {
  write_coco();
  write_picture("train2017/3.png");
  Json list = coco;
  list.erase("annotations");
  list["images"] = {{{"id", 1}, {"file_name", "9.png"}}};
  write_picture("test2017/9.png");
  write("annotations/image_info_test2017.json", list.dump());
  import();
  EXPECT_EQ(samples().at("train2017/3.png").label, kUnlabelled);
  EXPECT_EQ(samples().at("test2017/9.png").label, kUnlabelled);
  EXPECT_EQ(samples().at("test2017/9.png").split, "test");
}

TEST_F(BoxesTest, CocoWarnsOfWhatIsAmiss) {
  Json& annotations = coco["annotations"];
  const auto add = [&](int id, int image, int category, const Json& box) {
    annotations.push_back({{"id", id},
                           {"image_id", image},
                           {"category_id", category},
                           {"bbox", box}});
  };
  add(10, 8, 1, {1, 1, 0, 5});
  add(11, 8, 1, {1, 1, 5, -2});
  add(12, 99, 1, {1, 1, 2, 2});
  add(13, 8, 77, {1, 1, 2, 2});
  add(14, 8, 3, {35, 1, 20, 2});
  add(15, 8, 3, {1, 1, 1e300, 2});
  coco["images"].push_back({{"id", 20}, {"file_name", "gone.png"}});
  coco["images"][0]["width"] = 80;
  coco["images"][0]["height"] = 60;
  write_picture("1.png");
  write_picture("2.png");
  write("all.json", coco.dump());
  const std::string text = complaints();
  for (const char* part :
       {"its width is 0 (3 in all)", "image 99", "category 77", "gone.png",
        "'dog' at 35, 1 of 20 x 2 in 40 x 30",
        "80 x 60, this one has 40 x 30"}) {
    EXPECT_NE(text.find(part), std::string::npos) << part << " in\n" << text;
  }
  EXPECT_EQ(samples().at("2.png").boxes,
            (std::vector<Box>{{"dog", 35, 1, 5, 2}}));
}

TEST_F(BoxesTest, PicturesOfOtherBoxesAreRefused) {
  coco["annotations"][0]["bbox"] = {100, 2, 3, 4};
  write_coco();
  EXPECT_NE(complaints().find("lies outside of the picture of 40 x 30"),
            std::string::npos);
  EXPECT_EQ(samples().count("train2017/1.png"), 0u);
  EXPECT_EQ(samples().count("train2017/2.png"), 1u);
}

TEST_F(BoxesTest, DamagedCocoStoresNothing) {
  write_coco();
  const std::string file = "annotations/instances_val2017.json";
  const std::string whole = coco.dump();
  const auto error_with = [&](const std::string& text) {
    write(file, text);
    return error_of_import();
  };
  EXPECT_NE(error_with(whole.substr(0, whole.size() / 2)).find("damaged"),
            std::string::npos);
  const std::string deep = "{\"images\": " + std::string(1'000'000, '[');
  EXPECT_NE(error_with(deep).find("in each other"), std::string::npos);
  EXPECT_NE(error_with("{\"images\": [{\"id\": 1}]}").find("file_name"),
            std::string::npos);
  EXPECT_NE(error_with("{\"images\": [], \"annotations\": [{\"id\": 5, "
                       "\"image_id\": 1, \"bbox\": [1, NaN, 3, 4]}]}")
                .find(file),
            std::string::npos);
  EXPECT_NE(error_with("{\"images\": [], \"annotations\": [{\"id\": 5, "
                       "\"image_id\": 1, \"bbox\": [1, 2, 3]}]}")
                .find("annotation 5"),
            std::string::npos);
  Json twice = coco;
  twice["images"].push_back(twice["images"][0]);
  EXPECT_NE(error_with(twice.dump()).find("two images have the id 7"),
            std::string::npos);
  EXPECT_EQ(SampleTable(store).count(), 0u);
}

TEST_F(BoxesTest, VocGivesBoxesSidesAndFlags) {
  const std::string year = "VOC2012/";
  for (const char* stem : {"a", "b", "c"}) {
    write_picture(year + "JPEGImages/" + stem + ".png");
    write_voc(year + "Annotations/" + stem + ".xml",
              object("cat", bounds(1, 1, 40, 30),
                     "<difficult>0</difficult><truncated>1</truncated>"
                     "<part><name>head</name></part>") +
                  object("dog", bounds(3, 2, 3, 2),
                         "<difficult>1</difficult><truncated>1</truncated>"));
  }
  write(year + "ImageSets/Main/train.txt", "a\nb\n");
  write(year + "ImageSets/Main/val.txt", "c \r\n");
  write(year + "ImageSets/Main/cat_train.txt", "a -1\nb 1\n");
  write_picture(year + "SegmentationClass/a.png");
  EXPECT_EQ(complaints(),
            "the licence of the data is unknown: give --licence: data\n");
  const auto found = samples();
  EXPECT_EQ(found.size(), 3u);
  const Sample& a = found.at(year + "JPEGImages/a.png");
  EXPECT_EQ(a.boxes,
            (std::vector<Box>{{"cat", 0, 0, 40, 30}, {"dog", 2, 1, 1, 1}}));
  EXPECT_EQ(a.label, "cat");
  EXPECT_EQ(a.split, "train");
  EXPECT_EQ(a.metadata.at("truncated"), "1 2");
  EXPECT_EQ(a.metadata.at("difficult"), "2");
  EXPECT_EQ(found.at(year + "JPEGImages/c.png").split, "validation");
}

TEST_F(BoxesTest, VocWarnsAndRefusesByPicture) {
  for (const char* stem : {"a", "b", "c", "d", "e"}) {
    write_picture(stem + std::string(".png"));
  }
  write("a.xml", "<annotation><object><name>cat</name>");
  write("b.xml",
        "<!DOCTYPE annotation [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]>"
        "<annotation><object><name>&b;</name></object></annotation>");
  write_voc("c.xml", object("cat", bounds(5, 5, 3, 9)) +
                         object("cat",
                                "<xmin>nan</xmin><ymin>1</ymin>"
                                "<xmax>2</xmax><ymax>2</ymax>") +
                         object("cat", "<xmin>1</xmin>") +
                         object("", bounds(1, 1, 2, 2)));
  write_voc("d.xml", object("cat", bounds(50, 1, 60, 9)));
  write_voc("gone.xml", "");
  const std::string text = complaints();
  for (const char* part :
       {"a.xml cannot be read: ", "b.xml cannot be read: it declares",
        "object 1 of c.xml: its width is -1 (3 in all)", "object 3 of c.xml",
        "lies outside of the picture", "missing: gone.xml"}) {
    EXPECT_NE(text.find(part), std::string::npos) << part << " in\n" << text;
  }
  const auto found = samples();
  EXPECT_EQ(found.size(), 2u);
  EXPECT_EQ(found.at("c.png").label, kNothingLabel);
  EXPECT_EQ(found.at("e.png").label, kUnlabelled);
}

TEST_F(BoxesTest, DeepXmlIsRead) {
  write_picture("a.png");
  std::string deep;
  for (int i = 0; i < 300'000; ++i) deep += "<a>";
  write("a.xml", "<annotation>" + deep);
  EXPECT_NE(complaints().find("a.xml cannot be read"), std::string::npos);
  write("a.xml", "<annotation>" + std::string(size_t{5} << 20, ' '));
  EXPECT_NE(complaints().find("larger than 4 MiB"), std::string::npos);
}

TEST_F(BoxesTest, OtherJsonAndXmlStayFiles) {
  write_picture("cup/a.png");
  write("cup/more.json", "{\"images\": []}");
  write("cup/config.xml", "<annotations/>");
  EXPECT_NE(complaints().find("no recording of a known format: cup/config.xml "
                              "(2 in all)"),
            std::string::npos);
  EXPECT_EQ(samples().at("cup/a.png").label, "cup");
}

TEST_F(BoxesTest, ManifestsWinOverAnnotations) {
  write_coco();
  write("manifest.csv", "file,label,split\ntrain2017/1.png,pets,test\n");
  import();
  const Sample sample = samples().at("train2017/1.png");
  EXPECT_EQ(sample.label, "pets");
  EXPECT_EQ(sample.split, "test");
  EXPECT_EQ(sample.boxes.size(), 2u);
}

TEST_F(BoxesTest, TenThousandPicturesAreRead) {
  write_picture("images/5000.png");
  Json images = Json::array(), annotations = Json::array();
  for (int i = 0; i < 10'000; ++i) {
    images.push_back({{"id", i}, {"file_name", std::to_string(i) + ".png"}});
    for (int k = 0; k < 7; ++k) {
      annotations.push_back({{"id", i * 7 + k},
                             {"image_id", i},
                             {"category_id", 1},
                             {"bbox", {k, 1, 2, 2}}});
    }
  }
  coco["images"] = images;
  coco["annotations"] = annotations;
  write("annotations.json", coco.dump());
  EXPECT_NE(complaints().find("missing: 0.png of annotations.json (9999 in "
                              "all)"),
            std::string::npos);
  EXPECT_EQ(samples().at("images/5000.png").boxes.size(), 7u);
}

TEST(PictureNames, AreFoundByTheListsFolderAndSide) {
  const PictureNames names({"train/1.jpg", "val/1.jpg", "val/2.jpg",
                            "pets/a/3.jpg", "pets/b/3.jpg", "more/4.png"});
  const auto found = [&](const char* called, const char* list) {
    const PictureMatch match = names.find(called, list);
    return match.several ? "several" : match.name;
  };
  EXPECT_EQ(found("1.jpg", "annotations/instances_train.json"), "train/1.jpg");
  EXPECT_EQ(found("1.jpg", "val/_annotations.coco.json"), "val/1.jpg");
  EXPECT_EQ(found("2.jpg", "annotations/instances_train.json"), "");
  EXPECT_EQ(found("2.jpg", "annotations/any.json"), "val/2.jpg");
  EXPECT_EQ(found("a/3.jpg", "any.json"), "pets/a/3.jpg");
  EXPECT_EQ(found("C:\\work\\pets\\3.jpg", "pets/b/any.json"), "pets/b/3.jpg");
  EXPECT_EQ(found("3.jpg", "pets/any.json"), "several");
  EXPECT_EQ(found("less/4.png", "any.json"), "");
  EXPECT_EQ(found("../../etc/passwd", "any.json"), "");
  EXPECT_EQ(found("4.jpg", "any.json"), "");
  EXPECT_EQ(names.beside("pets/a/3.xml").name, "pets/a/3.jpg");
  EXPECT_EQ(names.beside("labels/a/3.xml").name, "pets/a/3.jpg");
  EXPECT_EQ(names.beside("far/away/2.xml").name, "");
}

TEST(Boxes, AreHeldAgainstTheirPicture) {
  std::vector<FileWarning> warnings;
  const auto within = [&](const Box& box) {
    return boxes_within({box}, {30, 40}, warnings).front();
  };
  EXPECT_EQ(within({"a", -1, -0.5, 41, 30.5}), (Box{"a", 0, 0, 40, 30}));
  EXPECT_TRUE(warnings.empty());
  EXPECT_EQ(within({"a", 38, 1, 10, 2}), (Box{"a", 38, 1, 2, 2}));
  EXPECT_EQ(warnings.size(), 1u);
  EXPECT_THROW(within({"a", 40, 1, 3, 2}), Error);
  EXPECT_THROW(within({"a", -5, 1, 5, 2}), Error);
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THROW(within({"a", nan, 1, 5, 2}), Error);
  EXPECT_THROW(within({"", 1, 1, 5, 2}), Error);
  EXPECT_THROW(within({std::string(201, 'a'), 1, 1, 5, 2}), Error);
}

TEST(Boxes, AreDrawnInTheirPlace) {
  Signal picture;
  picture.frame_shape = {30, 40};
  picture.axes = {{"grey", ""}};
  picture.samples = std::vector<uint8_t>(1200, 200);
  const auto png = draw_boxes(picture, {{"cat", 10, 5, 20, 10}}, "a picture");
  const Signal drawn = decode_picture(png, "drawn");
  // Twelve pixels for one, under 24 rows for the title.
  ASSERT_EQ(drawn.frame_shape, (std::vector<int>{24 + 360, 480}));
  const auto& values = std::get<std::vector<uint8_t>>(drawn.samples);
  const auto red_at = [&](int x, int y) {
    return values[static_cast<size_t>((24 + y) * 480 + x) * 3];
  };
  EXPECT_EQ(red_at(200, 120), 200);  // within
  EXPECT_EQ(red_at(60, 300), 200);   // outside
  EXPECT_EQ(red_at(120, 150), 213);  // its left, upper and lower edge
  EXPECT_EQ(red_at(200, 60), 213);
  EXPECT_EQ(red_at(200, 179), 213);
  EXPECT_EQ(red_at(200, 181), 200);
}

}  // namespace
}  // namespace mote
