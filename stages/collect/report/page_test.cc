#include "stages/collect/report/page.h"

#include <gtest/gtest.h>

#include <cmath>

#include "lib/signal/picture.h"
#include "stages/collect/report/data_report.h"
#include "stages/collect/report/example_picture.h"

namespace mote {
namespace {

size_t count_of(const std::string& text, const std::string& part) {
  size_t count = 0;
  for (size_t at = text.find(part); at != std::string::npos;
       at = text.find(part, at + 1)) {
    ++count;
  }
  return count;
}

Sample sample_named(const std::string& name, const std::string& label,
                    const std::string& kind) {
  Sample sample;
  sample.name = name;
  sample.id = name;
  sample.label = label;
  sample.kind = kind;
  sample.split = "train";
  sample.source = "recorded";
  return sample;
}

Finding finding_of(const std::string& kind, const std::string& what) {
  Finding finding;
  finding.kind = kind;
  finding.what = what;
  finding.samples.assign(9, "a name");
  finding.command = std::string(5000, 'c');
  return finding;
}

DataReport report_of_labels(size_t labels) {
  DataReport report;
  report.title = "many";
  DataCounter counter;
  for (size_t i = 0; i < labels; ++i) {
    const Sample sample =
        sample_named("s" + std::to_string(i), "l" + std::to_string(i), "audio");
    with_text(sample, [&](const SampleText& text) { counter.add(text); });
  }
  report.counts = counter.counts();
  return report;
}

TEST(Page, StaysSmallOfManyLabelsAndFindings) {
  DataReport report = report_of_labels(20'000);
  for (int i = 0; i < 20'000; ++i) {
    report.findings.push_back(
        finding_of("mislabel", "recording " + std::to_string(i)));
  }
  const std::string html = html_of(report);
  EXPECT_LT(html.size(), 400'000u);
  EXPECT_GE(count_of(html, "the largest 60 of 20000"), 1u);
  EXPECT_EQ(count_of(html, "and 19975 more"), 1u);
  EXPECT_EQ(count_of(html, "and 19500 more labels"), 1u);
  EXPECT_EQ(count_of(html, "are of 0 of 20,000 recordings"), 1u)
      << "what is of a part says so";
}

TEST(Page, DrawsAPartOfManyPoints) {
  DataReport report = report_of_labels(3);
  std::vector<Sample> samples;
  RecordingMap map;
  map.kind = "audio";
  for (size_t i = 0; i < 9000; ++i) {
    samples.push_back(sample_named("s" + std::to_string(i),
                                   i % 2 == 0 ? "even" : "odd", "audio"));
    map.points.push_back({i, double(i % 100), double(i / 100)});
  }
  report.part = Dataset(samples, nullptr);
  report.maps = {map};
  const std::string html = maps_part(report);
  EXPECT_EQ(count_of(html, "3,000 of them are drawn"), 1u);
  EXPECT_EQ(count_of(html, "<title>"), 2 * 3000u);
  EXPECT_LT(html.size(), 2'000'000u);
}

TEST(Page, SaysWhatIsUnknownOfALicence) {
  DataReport report;
  Sample sample = sample_named("a", "left", "audio");
  sample.origin = "kitchen";
  DataCounter counter;
  with_text(sample, [&](const SampleText& text) { counter.add(text); });
  report.counts = counter.counts();
  EXPECT_EQ(count_of(origins_part(report), "unknown"), 2u);
  report.origins = {{"kitchen", "CC0-1.0", "A. & B."}};
  EXPECT_EQ(count_of(origins_part(report), "unknown"), 0u);
  EXPECT_EQ(count_of(origins_part(report), "A. &amp; B."), 1u);
}

TEST(Page, TellsWhichRequirementsAreMet) {
  DataReport report = report_of_labels(2);
  report.wanted.rate_hz = 16000;
  report.wanted.min_groups_per_label = 3;
  report.findings.push_back(finding_of("few_groups", "too few"));
  const std::string html = requirements_part(report);
  EXPECT_EQ(count_of(html, "not met"), 1u);
  EXPECT_EQ(count_of(html, ">met<"), 2u) << "the rate, and the sides";
}

int width_of(const std::vector<uint8_t>& png) {
  return picture_facts(png, "example").width;
}

TEST(ExamplePicture, ShowsEveryKind) {
  const Signal sound = mono_audio(16000, std::vector<int16_t>(8000, 900));
  EXPECT_EQ(width_of(example_picture(sound, sample_named("", "", "audio"))),
            320);
  Signal readings{100,
                  {{"x", "g"}, {"y", "g"}},
                  std::vector<float>{1, 2, NAN, 4, 5, 6},
                  {}};
  EXPECT_EQ(width_of(example_picture(readings, sample_named("", "", "series"))),
            320);
  Signal picture{0,
                 {{"red", ""}, {"green", ""}, {"blue", ""}},
                 std::vector<uint8_t>(12 * 6 * 3, 9),
                 {12, 6}};
  EXPECT_EQ(picture_facts(
                example_picture(picture, sample_named("", "", "picture")), "")
                .height,
            240);
  Signal grid{
      2, {{"deg C", ""}}, std::vector<float>(5 * 24 * 32, NAN), {24, 32}};
  EXPECT_EQ(width_of(example_picture(grid, sample_named("", "", "series"))),
            320);
}

TEST(ExamplePicture, TakesTheShortestAndTheWidest) {
  EXPECT_GT(width_of(example_picture(mono_audio(8000, {5}),
                                     sample_named("", "", "audio"))),
            0);
  Signal none{100, {{"x", ""}}, std::vector<float>(), {}};
  EXPECT_GT(width_of(example_picture(none, sample_named("", "", "series"))), 0);
  Signal wide{
      0, {{"grey", ""}}, std::vector<uint8_t>(100'000, 1), {1, 100'000}};
  EXPECT_EQ(width_of(example_picture(wide, sample_named("", "", "picture"))),
            320);
  Signal tall{
      0, {{"grey", ""}}, std::vector<uint8_t>(100'000, 1), {100'000, 1}};
  EXPECT_EQ(
      picture_facts(example_picture(tall, sample_named("", "", "picture")), "")
          .height,
      240);
}

}  // namespace
}  // namespace mote
