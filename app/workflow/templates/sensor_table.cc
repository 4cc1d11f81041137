#include "app/workflow/templates/sensors.h"

namespace mote {
namespace {

SensorTemplate accelerometer() {
  return {.sensor = "accelerometer",
          .about = "what a wrist is doing",
          .why = "Who cares for someone wants to know how the day goes.",
          .what = "Tells activities apart from a watch's accelerometer.",
          .dataset = "activity_watch",
          .bring =
              "A folder an activity of CSV files with the axes x, y and z "
              "in m/s2, minutes long, of ten persons or more "
              "(subject1.csv ...).",
          .rate = "20 Hz",
          .labels = {},
          .stages = R"(
[collect]
window = "3 s"    # minutes of activity become windows
stride = "1.5 s"
validation_percent = 20
test_percent = 25

[preprocess]
block  = "raw"    # the readings; "spectral" and "dense" are smaller
rate   = "20 Hz"
signal = "3 s"

[design]
model = "conv1d"

[train]
epochs = 20
)",
          .target = ">= 0.85"};
}

SensorTemplate gyroscope() {
  return {.sensor = "gyroscope",
          .about = "gestures of a wand",
          .why = "Hands are quicker than menus.",
          .what = "Tells gestures apart from how a hand turns.",
          .dataset = "magic_wand_nano33",
          .import_rate_hz = 119,
          .import_axes = "aX[g],aY[g],aZ[g],gX[dps],gY[dps],gZ[dps]",
          .import_rows = 119,
          .bring =
              "A folder a gesture of CSV files with three axes in deg/s, "
              "a second each, by several persons.",
          .rate = "119 Hz",
          .labels = {},
          .stages = R"(
[collect]
split = "sample"  # one person: says nothing of other hands
validation_percent = 15

[preprocess]
block  = "raw"
rate   = "119 Hz"
signal = "1 s"

[design]
model = "conv1d"

[train]
epochs = 40
)",
          .target = ">= 0.85"};
}

SensorTemplate vibrometer() {
  return {.sensor = "vibrometer",
          .about = "whether a fan is out of balance",
          .why = "A machine should be mended before it breaks.",
          .what =
              "Tells a fan that runs well from one with a weight on a "
              "blade.",
          .dataset = "fan_vibration",
          .import_rate_hz = 200,
          .import_axes = "x[g],y[g],z[g]",
          .label_pattern = "fan_0_[lmh][a-z]+_([01])_weight/",
          .group_pattern = "/(.*)$",
          .renamed = {{"0", "balanced"}, {"1", "unbalanced"}},
          .left_out = "label!=balanced and label!=unbalanced",
          .left_out_why = "the fan is off, or stands elsewhere",
          .bring =
              "A folder a state of CSV files with the axes x, y and z in "
              "g, a second each at 200 Hz, of several machines.",
          .rate = "200 Hz",
          .labels = {"balanced", "unbalanced"},
          .stages = R"(
[collect]
split = "sample"  # one fan: says nothing of other machines

[preprocess]
block  = "spectral"
rate   = "200 Hz"
signal = "1 s"
fft    = 64

[design]
model = "dense"

[train]
epochs = 40
)",
          .target = ">= 0.90"};
}

SensorTemplate geophone() {
  return {.sensor = "geophone",
          .about = "earthquakes in ground noise",
          .why = "A warning needs an ear on the ground at every place.",
          .what = "Tells an earthquake from the noise of the ground.",
          .dataset = "geophone_quakes",
          .left_out = "label!=earthquake and label!=noise",
          .left_out_why = "longer records of other forms",
          .bring =
              "Folders earthquake and noise of CSV files with an axis Z, "
              "12 s each at 100 Hz.",
          .rate = "100 Hz",
          .labels = {"earthquake", "noise"},
          .stages = R"(
[collect]
validation_percent = 15

[preprocess]
block  = "spectral"  # levels differ from station to station: shapes count
rate   = "100 Hz"
signal = "12 s"
axes   = ["Z"]
window = "1 s"
hop    = "500 ms"
fft    = 32

[design]
model = "conv1d"

[train]
epochs = 40
)",
          .target = ">= 0.90"};
}

SensorTemplate ultrasonic() {
  return {.sensor = "ultrasonic",
          .about = "where a robot should turn",
          .why = "A robot finds its way without a map.",
          .what = "Follows a wall by 24 distances around a robot.",
          .dataset = "ultrasonic_robot",
          .import_rate_hz = 9,
          .bring =
              "A CSV file with a column a distance in metres and a column "
              "of labels.",
          .rate = "9 Hz",
          .labels = {},
          .stages = R"(
[collect]
split  = "time"   # one robot, one hour: its end is the test
window = "111.2 ms"  # a sweep
validation_percent = 15
test_percent = 20

[preprocess]
block  = "raw"
rate   = "9 Hz"
signal = "111.2 ms"

[design]
model = "dense"

[train]
epochs = 100
)",
          .target = ">= 0.65"};
}

SensorTemplate thermal() {
  return {.sensor = "thermal",
          .about = "whether someone stands, sits or lies",
          .why = "A fall should be noticed without a camera in the room.",
          .what = "Tells a person's posture from 768 temperatures.",
          .dataset = "thermal_mlx90640",
          .import_axes = "temperature[degC]",
          .import_rows = 1,
          .group_pattern = "([a-z]+)_",
          .bring =
              "CSV files with a frame of 24 x 32 temperatures a row, "
              "named by what they show (sitting_east.csv).",
          .rate = "1 Hz",
          .labels = {},
          .stages = R"(
[collect]
split = "time"  # one person at eight places: says nothing of other rooms

[preprocess]
block = "picture"
standardize = true     # a warm room looks like a cold one

[design]
model = "dense"

[train]
epochs = 60
)",
          .target = ">= 0.70"};
}

SensorTemplate camera() {
  return {.sensor = "camera",
          .about = "what is in a small picture",
          .why = "A picture that stays on the device harms nobody's privacy.",
          .what = "Tells ten kinds of things apart in pictures of 32 x 32.",
          .dataset = "cifar10_images",
          .bring = "A folder a kind of JPEG or PNG pictures of one size.",
          .rate = "1 Hz",
          .labels = {},
          .stages = R"(
[preprocess]
block = "picture"

[design]
model = "conv2d"

[train]
epochs = 40
)",
          .target = ">= 0.35"};
}

SensorTemplate radar() {
  return {.sensor = "radar",
          .about = "gestures of a hand before a radar",
          .why = "A tap should not need a touch.",
          .what =
              "Tells gestures of a finger and a hand apart by their "
              "velocities.",
          .dataset = "radar_a121_gestures",
          .left_out = "axes!=16",
          .left_out_why =
              "the same gestures before their velocities were "
              "computed",
          .bring =
              "A folder a gesture of CSV files with a column a velocity, "
              "64 rows each at 57 Hz.",
          .rate = "57 Hz",
          .labels = {"double_tap_in", "idle", "tap_in", "tap_out", "wiggle"},
          .stages = R"(
[collect]
split = "sample"  # another day is the test, as its makers split it
validation_percent = 15

[preprocess]
block  = "raw"
rate   = "57 Hz"
signal = "1120 ms"

[design]
model = "conv1d"

[train]
epochs = 40
)",
          .target = ">= 0.85"};
}

SensorTemplate gas() {
  return {.sensor = "gas",
          .about = "what is in a glass",
          .why = "Food tells what it is by its smell.",
          .what =
              "Tells water, vinegar, wine and soy sauce apart by eight gas "
              "sensors.",
          .dataset = "gas_enose",
          .left_out = "label~_0",
          .left_out_why = "thinned: three samples each",
          .bring =
              "A folder a smell of CSV files with a column a sensor, 90 s "
              "each at 5 Hz.",
          .rate = "5 Hz",
          .labels = {"soy_100", "vinegar_100", "water", "wine_100"},
          .stages = R"(
[collect]
validation_percent = 20
test_percent = 25

[preprocess]
block  = "statistics"
rate   = "5 Hz"
signal = "90 s"
window = "30 s"

[design]
model = "dense"

[train]
epochs = 60
)",
          .target = ">= 0.90"};
}

SensorTemplate microphone() {
  return {.sensor = "microphone",
          .about = "sounds of the surroundings",
          .why = "A house should hear a fire crackle and a child cry.",
          .what = "Tells ten sounds of the surroundings apart.",
          .dataset = "esc10_sounds",
          .bring =
              "A folder a sound of WAV files, five seconds each, from "
              "many places.",
          .rate = "16 kHz",
          .labels = {},
          .stages = R"(
[collect]
validation_percent = 15
test_percent = 20

[preprocess]
block   = "mfe"     # levels of 40 mel bands
formula = "librosa"
signal  = "4 s"
window  = "32 ms"
hop     = "32 ms"

[design]
model = "tc"
head  = "labels"

[train]
epochs = 30
)",
          .target = ">= 0.60"};
}

}  // namespace

const std::vector<SensorTemplate>& sensor_templates() {
  static const std::vector<SensorTemplate> table = {
      microphone(), ultrasonic(), geophone(), vibrometer(),    thermal(),
      camera(),     gyroscope(),  radar(),    accelerometer(), gas()};
  return table;
}

}  // namespace mote
