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
      parse_toml(voice_project({"my \"own\" one", words}), "mote.toml");
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
  EXPECT_THROW(voice_project({"p", {}}), Error);
  EXPECT_THROW(voice_project({"p", {"left", "silence"}}), Error);
  EXPECT_THROW(voice_project({"p", {"left", "left"}}), Error);
  EXPECT_THROW(voice_project({"p", {""}}), Error);
  EXPECT_THROW(voice_project({"p", {"a/b"}}), Error);
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
