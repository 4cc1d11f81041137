#include "app/workflow/template.h"

#include <gtest/gtest.h>

#include "app/workflow/project_settings.h"
#include "app/workflow/sections.h"
#include "lib/base/error.h"
#include "lib/base/file.h"

namespace mote {
namespace {

TEST(VoiceTemplate, ReadsBackWithAnyWords) {
  const std::vector<std::string> words = {"turn left", "say \"hi\"", "zurück",
                                          "a\\b"};
  const SettingValue root =
      parse_toml(voice_settings({"my \"own\" one", words, {}}), "mote.toml");
  const auto requirements =
      read_settings<RequirementsSettings>(root.at("requirements"));
  EXPECT_EQ(requirements.words(), words);
  EXPECT_EQ(requirements.rate_hz, 16000);
  const auto device = read_settings<DeviceSettings>(root.at("device"));
  EXPECT_EQ(device.budget.ram_bytes, 32768);
  const auto project = read_settings<ProjectSettings>(root.at("project"));
  EXPECT_EQ(project.name, "my \"own\" one");
}

TEST(VoiceTemplate, RefusesWordsThatAreNoLabels) {
  EXPECT_THROW(voice_settings({"p", {}, {}}), Error);
  EXPECT_THROW(voice_settings({"p", {"left", "silence"}, {}}), Error);
  EXPECT_THROW(voice_settings({"p", {"left", "left"}, {}}), Error);
  EXPECT_THROW(voice_settings({"p", {""}, {}}), Error);
  EXPECT_THROW(voice_settings({"p", {"a/b"}, {}}), Error);
}

SettingValue blank_project(const std::vector<std::string>& found) {
  return parse_toml(blank_settings({"b", {}, found}), "mote.toml");
}

std::vector<std::string> labels_of(const SettingValue& root) {
  return read_settings<RequirementsSettings>(root.at("requirements")).labels;
}

TEST(BlankTemplate, TellsApartWhatItsRecordingsAre) {
  EXPECT_EQ(labels_of(blank_project({})), std::vector<std::string>());
  EXPECT_EQ(labels_of(blank_project({"alone"})), std::vector<std::string>());
  const std::vector<std::string> two = {"idle", "say \"hi\""};
  EXPECT_EQ(labels_of(blank_project(two)), two);
  EXPECT_EQ(labels_of(blank_project(std::vector<std::string>(51, "x"))),
            std::vector<std::string>());
}

TEST(Templates, AreFoundByName) {
  for (const ProjectTemplate& row : templates()) {
    EXPECT_EQ(&template_of(row.name), &row);
    EXPECT_FALSE(row.about.empty());
    const SettingValue root =
        parse_toml(row.settings({"p", row.words, {}}), "mote.toml");
    EXPECT_EQ(read_settings<ProjectSettings>(root.at("project")).name, "p");
  }
  EXPECT_THROW(template_of("teapot"), UsageError);
}

TEST(ProjectFormat, IsDocumentedSettingBySetting) {
  const std::string page =
      read_text(fs::path(MOTE_SOURCE_DIR) / "docs" / "project_format.md");
  for (const Section& section : sections()) {
    EXPECT_NE(page.find(section.describe()), std::string::npos)
        << "docs/project_format.md should say, under [" << section.name
        << "]:\n"
        << section.describe();
  }
}

}  // namespace
}  // namespace mote
