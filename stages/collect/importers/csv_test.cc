// Tables in the shapes that real loggers write them.
#include <gtest/gtest.h>

#include <cmath>

#include "lib/base/error.h"
#include "lib/signal/axis_names.h"
#include "lib/signal/open.h"
#include "stages/collect/importers/importer.h"
#include "stages/collect/importers/time_column.h"

namespace mote {
namespace {

FileContent read(const std::string& text, const ReadOptions& options = {},
                 const std::string& name = "walk/log.csv") {
  const ImportedFile file{
      name,
      {reinterpret_cast<const uint8_t*>(text.data()), text.size()},
      nullptr};
  const Importer* importer = importer_for(file, options);
  if (importer == nullptr) throw Error("no importer knows it", name, "");
  return importer->read(file, options);
}

Signal signal_of(const FoundSample& sample) {
  return open_signal(sample.object, 0, "sample");
}

std::vector<float> values_of(const FoundSample& sample) {
  return std::get<std::vector<float>>(signal_of(sample).samples);
}

std::string refusal(const std::string& text, const ReadOptions& options = {}) {
  try {
    read(text, options);
  } catch (const Error& error) {
    return error.what_happened();
  }
  return "";
}

bool warned(const FileContent& content, const std::string& words) {
  for (const FileWarning& warning : content.warnings) {
    if (warning.what.find(words) != std::string::npos) return true;
  }
  return false;
}

TEST(Csv, WithoutHeaderAndWithSpaces) {
  const FileContent content = read("0.5, -1, 2\n1.5,  3, 4\n2.5,0,1\n");
  ASSERT_EQ(content.samples.size(), 1u);
  EXPECT_EQ(content.axes.size(), 3u);
  EXPECT_EQ(values_of(content.samples[0]),
            (std::vector<float>{0.5, -1, 2, 1.5, 3, 4, 2.5, 0, 1}));
  EXPECT_TRUE(warned(content, "rate is unknown"));
}

TEST(Csv, EveryLineEnding) {
  for (const std::string end : {"\n", "\r\n", "\r"}) {
    const FileContent content =
        read("x,y" + end + "1,2" + end + "3,4" + end + "5,6" + end);
    EXPECT_EQ(values_of(content.samples.at(0)),
              (std::vector<float>{1, 2, 3, 4, 5, 6}));
  }
}

// Seconds where each line looks for its end through the whole rest.
TEST(Csv, ManyLinesThatEndInReturns) {
  constexpr int64_t kLines = 1'000'000;
  std::string text = "x\r";
  for (int64_t i = 0; i < kLines; ++i) text += "7\r";
  EXPECT_EQ(read(text).samples.at(0).frames, kLines);
}

TEST(Csv, AbsurdRates) {
  const std::string rows = "x,y\n1,2\n3,4\n5,6\n";
  for (double rate_hz : {-1.0, 1e9, double{NAN}, double{INFINITY}}) {
    ReadOptions options;
    options.rate_hz = rate_hz;
    EXPECT_NE(refusal(rows, options).find("absurd"), std::string::npos);
    EXPECT_NE(refusal("t,x\n0,1\n0.01,2\n0.02,3\n", options).find("absurd"),
              std::string::npos);
  }
  EXPECT_NE(refusal("# 99999999999 Hz\n" + rows).find("absurd"),
            std::string::npos);
}

TEST(Csv, EverySeparator) {
  for (const char* text :
       {"x,y\n1.5,2\n3,4\n", "x;y\n1.5;2\n3;4\n", "x\ty\n1.5\t2\n3\t4\n",
        "x|y\n1.5|2\n3|4\n", "x y\n1.5 2\n3   4\n", "\"x\",\"y\"\n1.5,2\n3,4",
        "\xEF\xBB\xBFx,y\r\n1.5,2\r\n3,4\r\n", "x,y,\n1.5,2,\n3,4,\n"}) {
    const FileContent content = read(text);
    EXPECT_EQ(content.axes, (std::vector<Axis>{{"x", ""}, {"y", ""}})) << text;
    EXPECT_EQ(values_of(content.samples.at(0)),
              (std::vector<float>{1.5, 2, 3, 4}))
        << text;
  }
}

TEST(Csv, Utf16AsSpreadsheetsExportIt) {
  std::string text("\xFF\xFE", 2);
  for (char c : std::string("x;y\n1,5;2\n3;4\n")) {
    text += c;
    text += '\0';
  }
  EXPECT_EQ(values_of(read(text).samples.at(0)),
            (std::vector<float>{1.5, 2, 3, 4}));
}

TEST(Csv, DecimalComma) {
  const FileContent content = read("x;y\n1,5;2,25\n-3,0;4\n");
  EXPECT_EQ(values_of(content.samples.at(0)),
            (std::vector<float>{1.5, 2.25, -3, 4}));
  EXPECT_NE(content.format.find("decimal comma"), std::string::npos);
}

TEST(Csv, UnitsInTitlesAndInASecondLine) {
  const FileContent titled = read("acc_x[mg],gyro_y (dps),temp_degC\n1,2,3\n");
  EXPECT_EQ(titled.axes,
            (std::vector<Axis>{
                {"acc_x", "mg"}, {"gyro_y", "deg/s"}, {"temp", "deg C"}}));
  const FileContent lines = read("t,x,y\ns,m/s^2,g\n0,1,2\n0.5,1,2\n1,3,4\n");
  EXPECT_EQ(lines.axes, (std::vector<Axis>{{"x", "m/s2"}, {"y", "g"}}));
  EXPECT_EQ(lines.samples.at(0).rate_hz, 2);
}

TEST(Csv, CommentsAndPreambleAreNoReadings) {
  const FileContent content = read(
      "# logger 7, 50 Hz\nDevice: watch\n\nx,y\n1,2\n3,4\n# paused\n5,6\n");
  EXPECT_EQ(content.samples.at(0).frames, 3);
  EXPECT_EQ(content.samples.at(0).rate_hz, 50);
}

TEST(Csv, TimestampsInAnyUnitGiveTheRate) {
  struct Clock {
    const char* title;
    double first, step;
  };
  for (const Clock& clock : {Clock{"time_s", 0, 0.01},
                             {"time", 1785309119.25, 0.01},
                             {"timestamp", 1762412865779, 10},
                             {"time_us", 5, 10000},
                             {"t [ms]", 3, 10},
                             {"timestamp_ns", 82045372979431, 1e7},
                             {"timestamp", 1762412865779000, 10000},
                             {"millis", 100, 10}}) {
    std::string text = std::string(clock.title) + ",x\n";
    for (int i = 0; i < 50; ++i) {
      char line[64];
      std::snprintf(line, sizeof line, "%.6f,%d\n",
                    clock.first + i * clock.step, i);
      text += line;
    }
    const FileContent content = read(text);
    EXPECT_EQ(content.samples.at(0).rate_hz, 100) << clock.title;
    EXPECT_EQ(content.samples.at(0).frames, 50) << clock.title;
    EXPECT_TRUE(content.warnings.empty()) << clock.title;
  }
}

TEST(Csv, DatesAndTimesOfDay) {
  const FileContent dates = read(
      "time,x\n2020-02-29T23:59:59.500Z,1\n2020-03-01T00:00:00.000Z,2\n"
      "2020-03-01T00:00:00.500Z,3\n");
  EXPECT_EQ(dates.samples.at(0).rate_hz, 2);
  const FileContent clock =
      read("clock;x\n13:02:00,04;1\n13:02:00,08;2\n13:02:00,12;3\n");
  EXPECT_EQ(clock.samples.at(0).rate_hz, 25);
}

TEST(Csv, AFirstColumnThatRisesIsTime) {
  const FileContent content = read("0,5\n20,6\n40,5\n60,9\n80,2\n");
  EXPECT_EQ(content.axes.size(), 1u);
  EXPECT_EQ(content.samples.at(0).rate_hz, 50);
}

TEST(Csv, CountersAreNoReadings) {
  const FileContent titled = read(",time_ms,x\n0,0,5\n1,10,6\n2,20,7\n");
  EXPECT_EQ(titled.axes, (std::vector<Axis>{{"x", ""}}));
  const FileContent bare = read("0,5.5\n1,6.5\n2,5.0\n3,5.1\n");
  EXPECT_EQ(bare.axes.size(), 1u);
}

TEST(Csv, IrregularTimesArePutOnAConstantRate) {
  // x = t, so that the line between readings is exact.
  std::string text = "time_s,x\n";
  double time = 0;
  for (int i = 0; i <= 200; ++i) {
    text += std::to_string(time) + "," + std::to_string(time) + "\n";
    time += i % 2 == 0 ? 0.004 : 0.016;
  }
  ReadOptions options;
  options.rate_hz = 100;
  const FileContent content = read(text, options);
  EXPECT_TRUE(warned(content, "irregular"));
  const auto values = values_of(content.samples.at(0));
  for (size_t t = 0; t < values.size(); ++t) {
    ASSERT_NEAR(values[t], 0.01 * static_cast<double>(t), 1e-4);
  }
}

TEST(Csv, ALongPauseIsMissingAndNotInvented) {
  std::string text = "time_s,x\n";
  for (int i = 0; i < 400; ++i) {
    const double time = i * 0.01 + (i >= 200 ? 1 : 0);
    text += std::to_string(time) + ",1\n";
  }
  ReadOptions options;
  options.rate_hz = 100;
  const auto values = values_of(read(text, options).samples.at(0));
  EXPECT_EQ(values.size(), 500u);
  EXPECT_EQ(values[100], 1);
  EXPECT_TRUE(std::isnan(values[250]));
  EXPECT_EQ(values[450], 1);
}

TEST(Csv, TimeThatRunsBackwardsBeginsAnotherSample) {
  const FileContent content =
      read("time_ms,x\n0,1\n10,2\n20,3\n0,4\n10,5\n20,6\n");
  ASSERT_EQ(content.samples.size(), 2u);
  EXPECT_EQ(values_of(content.samples[1]), (std::vector<float>{4, 5, 6}));
  EXPECT_TRUE(warned(content, "backwards"));
}

TEST(Csv, ColumnsOfSamplesLabelsGroupsAndSides) {
  const FileContent content = read(
      "session_id,x,label,subject,split\n"
      "a,1,walk,s1,train\na,2,walk,s1,train\n"
      "b,3,run,s2,test\nb,4,run,s2,test\n");
  ASSERT_EQ(content.samples.size(), 2u);
  EXPECT_EQ(content.samples[0].label, "walk");
  EXPECT_EQ(content.samples[1].label, "run");
  EXPECT_EQ(content.samples[1].group, "s2");
  EXPECT_EQ(content.samples[1].split, "test");
  EXPECT_EQ(values_of(content.samples[1]), (std::vector<float>{3, 4}));
}

TEST(Csv, ALabelThatChangesBeginsAnotherSample) {
  const FileContent content =
      read("1.5,idle\n2,idle\n2,push\n1,idle\n5,idle\n");
  ASSERT_EQ(content.samples.size(), 3u);
  EXPECT_EQ(content.samples[1].label, "push");
  EXPECT_EQ(content.samples[2].frames, 2);
}

TEST(Csv, RowsWithoutASeparatorBetweenSamples) {
  ReadOptions options;
  options.rows = 2;
  options.rate_hz = 50;
  const FileContent content = read("x\n1\n2\n3\n4\n5\n", options);
  EXPECT_EQ(content.samples.size(), 2u);
  EXPECT_TRUE(warned(content, "too few"));
  EXPECT_FALSE(warned(content, "rate"));
}

TEST(Csv, PixelsAreTheGridOfOneAxis) {
  std::string text = "frame_number";
  for (int i = 0; i < 64; ++i) text += ",px" + std::to_string(i);
  for (int row = 1; row < 4; ++row) {
    text += "\n" + std::to_string(row);
    for (int i = 0; i < 64; ++i) text += "," + std::to_string(20 + i);
  }
  const FileContent content = read(text);
  EXPECT_EQ(content.frame_shape, (std::vector<int>{8, 8}));
  EXPECT_EQ(content.axes.size(), 1u);
  EXPECT_EQ(content.samples.at(0).frames, 3);
}

TEST(Csv, MissingReadingsStayMissing) {
  const FileContent content = read("x,y\n1,\n,nan\nNA,4\nnull,-\n");
  const auto values = values_of(content.samples.at(0));
  EXPECT_EQ(values[0], 1);
  for (size_t i : {1u, 2u, 3u, 4u, 6u, 7u}) EXPECT_TRUE(std::isnan(values[i]));
  EXPECT_TRUE(warned(content, "missing"));
}

TEST(Csv, ALastLineThatIsCutIsLeftOut) {
  const FileContent content = read("x,y\n1,2\n3,4\n5");
  EXPECT_EQ(content.samples.at(0).frames, 2);
  EXPECT_TRUE(warned(content, "cut off"));
}

TEST(Csv, ClearErrors) {
  EXPECT_NE(refusal("").find("empty"), std::string::npos);
  EXPECT_NE(refusal("Dear logger, how are you?\n").find("no rows"),
            std::string::npos);
  EXPECT_NE(refusal("x,y\n1,2\n3\n4,5\n").find("line 3 has 1 fields"),
            std::string::npos);
  EXPECT_NE(refusal("x,y\n1,2\n3,oops\n5,6\n").find("'oops' in row 2"),
            std::string::npos);
  EXPECT_NE(refusal("x,y\n1,2\n3,inf\n").find("infinite"), std::string::npos);
  EXPECT_NE(refusal("x,y\n1,2\n3,1e300\n").find("infinite"), std::string::npos);
  EXPECT_NE(refusal("x,y\n1,2\n3,1e999\n").find("infinite"), std::string::npos);
  EXPECT_NE(refusal("time_s,x\n5,1\n4,1\n3,1\n2,1\n1,1\n0,1\n").find("order"),
            std::string::npos);
  EXPECT_NE(refusal("time_s,x\n0,1\n,2\n").find("no time"), std::string::npos);
  EXPECT_NE(refusal(std::string("x,y\n1,\0\n", 9)).find("no text"),
            std::string::npos);
  ReadOptions options;
  options.rate_hz = 100;
  EXPECT_NE(refusal("time_s,x\n0,1\n1,2\n1e12,3\n", options).find("hours"),
            std::string::npos);
  options = {};
  options.label_column = "kind";
  EXPECT_NE(refusal("x,y\n1,2\n", options).find("no column 'kind'"),
            std::string::npos);
  options = {};
  options.axes = parse_axes("x[g]");
  EXPECT_NE(refusal("1,2\n3,4\n", options).find("--axes names 1"),
            std::string::npos);
}

TEST(Csv, ProseIsNoTable) {
  const std::string text = "Recorded on 3 May 2024 by 2 people.\nIt rained.\n";
  const ImportedFile file{
      "notes.txt",
      {reinterpret_cast<const uint8_t*>(text.data()), text.size()},
      nullptr};
  EXPECT_EQ(importer_for(file, {}), nullptr);
}

TEST(TimeColumn, UnitsByTitle) {
  EXPECT_EQ(time_unit_of_title("timestamp_ns"), 1e-9);
  EXPECT_EQ(time_unit_of_title("Time [s]"), 1);
  EXPECT_EQ(time_unit_of_title("t(us)"), 1e-6);
  EXPECT_EQ(time_unit_of_title("time"), 0);
}

TEST(TimeColumn, CalendarTimes) {
  double seconds = 0;
  EXPECT_TRUE(parse_iso_time("1970-01-02T00:00:00Z", seconds));
  EXPECT_EQ(seconds, 86400);
  EXPECT_TRUE(parse_iso_time("2000-03-01 12:00", seconds));
  EXPECT_EQ(seconds, 951912000);
  EXPECT_TRUE(parse_iso_time("2000-03-01T14:00:00+02:00", seconds));
  EXPECT_EQ(seconds, 951912000);
  EXPECT_FALSE(parse_iso_time("2000-13-01T14:00:00", seconds));
  EXPECT_FALSE(parse_iso_time("walk", seconds));
}

TEST(AxisNames, OneWayToWriteAUnit) {
  EXPECT_EQ(axis_of_title("MLII_mV"), (Axis{"MLII", "mV"}));
  EXPECT_EQ(axis_of_title("accel_ms2_x"), (Axis{"accel_x", "m/s2"}));
  EXPECT_EQ(axis_of_title("TGS2620_V"), (Axis{"TGS2620", "V"}));
  EXPECT_EQ(axis_of_title("acc_g"), (Axis{"acc_g", ""}));
  EXPECT_EQ(axis_of_title(" v-8 "), (Axis{"v-8", ""}));
  EXPECT_THROW(parse_axes("x,,y"), UsageError);
  EXPECT_EQ(parse_shape("49x10"), (std::vector<int>{49, 10}));
  for (const char* text : {"49x", "x", "-1", "0", "4 9", "99999999999"}) {
    EXPECT_THROW(parse_shape(text), UsageError) << text;
  }
}

}  // namespace
}  // namespace mote
