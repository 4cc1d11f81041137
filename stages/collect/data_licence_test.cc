#include "stages/collect/data_licence.h"

#include <gtest/gtest.h>

#include <map>

#include "lib/base/file.h"
#include "test/shared_data.h"

namespace mote {
namespace {

TEST(DataLicence, KnowsHowLicencesAreNamed) {
  EXPECT_EQ(licence_in("Creative Commons Attribution 4.0 International"),
            "CC-BY-4.0");
  EXPECT_EQ(licence_in("(CC BY-NC-SA 4.0)"), "CC-BY-NC-SA-4.0");
  EXPECT_EQ(licence_in("Apache License, Version 2.0"), "Apache-2.0");
  EXPECT_EQ(licence_in("The MIT License (MIT)"), "MIT");
  EXPECT_EQ(licence_in("CC0"), "CC0-1.0");
  EXPECT_EQ(licence_in("All rights reserved."), "");
  EXPECT_EQ(licence_in("submit licenses"), "");
}

TEST(DataLicence, ATextIsHeldToItsHeading) {
  EXPECT_EQ(licence_under_heading("From an MIT License project.\n"
                                  "LICENCE: CC BY 4.0, unlike the code."),
            "CC-BY-4.0");
  EXPECT_EQ(licence_under_heading("It is said to be CC BY 4.0."), "");
  EXPECT_EQ(licence_under_heading("# About\nDoors.\n## License\nCC0 1.0"),
            "CC0-1.0");
}

TEST(DataLicence, LooksIntoTheFilesOfAFolder) {
  const std::map<std::string, std::string> files = {
      {"LICENSE", "BSD 3-Clause License\nCopyright (c) 2025"},
      {"ATTRIBUTION.txt", "Name Anna.\n"},
      {"SOURCE.txt", "Recorded by Anna."}};
  const DataTerms terms = find_terms([&](const std::string& name) {
    return files.count(name) != 0 ? files.at(name) : std::string();
  });
  EXPECT_EQ(terms.licence, "BSD-3-Clause");
  EXPECT_EQ(terms.attribution, "Name Anna.\nRecorded by Anna.");
}

TEST(DataLicence, OfTheSharedDataSets) {
  MOTE_REQUIRE_SHARED();
  const std::map<std::string, std::string> expected = {
      {"activity_watch", ""},
      {"cifar10_images", ""},
      {"esc10_sounds", "CC-BY-4.0"},
      {"fan_vibration", "Beerware"},
      {"gas_enose", "CC-BY-4.0"},
      {"geophone_quakes", "MIT"},
      {"imu_digits", "MIT"},
      {"long_noise", ""},
      {"magic_wand", "Apache-2.0"},
      {"magic_wand_nano33", "MIT"},
      {"noise_and_rir", "MIT"},
      {"radar_a121_gestures", "BSD-3-Clause-Clear"},
      {"speech_commands", "CC-BY-4.0"},
      {"st_mems", "BSD-3-Clause"},
      {"thermal_mlx90640", ""},
      {"ultrasonic_robot", ""},
      {"wake_words", "Apache-2.0"}};
  for (const auto& [name, licence] : expected) {
    const fs::path folder = test::shared_path("datasets/" + name);
    const DataTerms terms = find_terms([&](const std::string& file) {
      return fs::exists(folder / file) ? read_text(folder / file)
                                       : std::string();
    });
    EXPECT_EQ(terms.licence, licence) << name;
    EXPECT_FALSE(terms.attribution.empty()) << name;
  }
}

}  // namespace
}  // namespace mote
