#include <gtest/gtest.h>

#include <algorithm>
#include <complex>
#include <set>

#include "lib/base/error.h"
#include "lib/base/file.h"
#include "lib/dataset/sample_table.h"
#include "lib/dataset/splits.h"
#include "lib/signal/open.h"
#include "stages/collect/collect.h"
#include "stages/collect/synthesize/sensors/gait.h"
#include "stages/collect/synthesize/sensors/geophone.h"
#include "stages/collect/synthesize/sensors/motion.h"
#include "stages/collect/synthesize/sensors/radar.h"
#include "stages/collect/synthesize/sensors/rotating_machine.h"
#include "stages/collect/synthesize/sensors/sensor_model.h"
#include "stages/collect/synthesize/sensors/transducer.h"
#include "stages/collect/synthesize/sensors/ultrasonic.h"
#include "stages/collect/synthesize/synthesize_sensor.h"

namespace mote {
namespace {

std::vector<double> axis_of(const Signal& signal, size_t axis) {
  const Signal floats = as_float(signal);
  const auto& values = std::get<std::vector<float>>(floats.samples);
  std::vector<double> one;
  for (size_t i = axis; i < values.size(); i += signal.axis_count()) {
    one.push_back(values[i]);
  }
  return one;
}

// The amplitude of the sine at a frequency within a Hann window.
double amplitude(const std::vector<double>& values, double rate_hz,
                 double frequency_hz) {
  const double n = static_cast<double>(values.size());
  const auto turn = std::polar(1.0, -kTwoPi * frequency_hz / rate_hz);
  const auto window_turn = std::polar(1.0, kTwoPi / n);
  std::complex<double> sum, phasor = 1;
  std::complex<double> window = std::polar(1.0, kTwoPi * 0.5 / n);
  for (const double value : values) {
    sum += value * (0.5 - 0.5 * window.real()) * phasor;
    phasor *= turn, window *= window_turn;
  }
  const double weights = n / 2;
  return 2 * std::abs(sum) / weights;
}

// The largest amplitude within so many per cent of a frequency.
double amplitude_near(const std::vector<double>& values, double rate_hz,
                      double frequency_hz, double per_cent) {
  double largest = 0;
  for (double step = -1; step <= 1; step += 0.2) {
    const double f = frequency_hz * (1 + step * per_cent / 100);
    largest = std::max(largest, amplitude(values, rate_hz, f));
  }
  return largest;
}

double rms(const std::vector<double>& values, size_t begin, size_t end) {
  double sum = 0;
  for (size_t t = begin; t < end; ++t) sum += values[t] * values[t];
  return std::sqrt(sum / static_cast<double>(end - begin));
}

double fact(const Synthesized& made, const std::string& name) {
  return std::stod(made.facts.at(name));
}

TEST(Sensors, EveryLabelGivesWhatTheModelSays) {
  for (const SensorModel& model : sensor_models()) {
    for (const SensorLabel& label : model.labels) {
      const Synthesized made = model.synthesize({label.name, 3, 2});
      EXPECT_EQ(made.signal.rate_hz, model.rate_hz);
      EXPECT_NEAR(made.signal.seconds(), model.seconds, 1e-9);
      EXPECT_EQ(made.signal.axes, model.axes);
      EXPECT_EQ(made.signal.frame_shape, model.frame_shape);
      const Signal floats = as_float(made.signal);
      for (float value : std::get<std::vector<float>>(floats.samples)) {
        ASSERT_TRUE(std::isfinite(value)) << model.name << " " << label.name;
      }
      for (const TimeRange& range : made.ranges) {
        EXPECT_GE(range.start_s, 0);
        EXPECT_LT(range.start_s, range.end_s);
        EXPECT_LE(range.end_s, model.seconds);
      }
    }
  }
}

TEST(Sensors, TheSameSceneGivesTheSameBits) {
  for (const SensorModel& model : sensor_models()) {
    const std::string& label = model.labels.back().name;
    const auto once = model.synthesize({label, 1, 1}).signal.samples;
    EXPECT_EQ(once, model.synthesize({label, 1, 1}).signal.samples);
    EXPECT_NE(once, model.synthesize({label, 2, 1}).signal.samples);
    EXPECT_NE(once, model.synthesize({label, 1, 2}).signal.samples);
  }
}

TEST(Sensors, EverySideHasIndividuals) {
  for (const SensorModel& model : sensor_models()) {
    std::map<std::string, int> sides;
    for (int i = 1; i <= SensorOptions().individuals; ++i) {
      ++sides[split_of_group(model.individual + "-" + std::to_string(i), {})];
    }
    EXPECT_GE(sides["test"], 2) << model.name;
    EXPECT_GE(sides["validation"], 2) << model.name;
    EXPECT_GE(sides["train"], 12) << model.name;
  }
}

TEST(Sensors, UnknownOnesAreNamed) {
  EXPECT_THROW(sensor_model("thermometre"), UsageError);
  TemporaryFolder folder;
  Store store(folder.path());
  mote::Run run = quiet_run();
  EXPECT_THROW(synthesize_sensor("geophone", store, {{"rain"}, 1, 1}, run),
               UsageError);
  EXPECT_THROW(synthesize_sensor("geophone", store, {{}, 0, 1}, run),
               UsageError);
  EXPECT_THROW(
      synthesize_sensor("geophone", store, {{}, 1 << 20, 1 << 20}, run),
      UsageError);
}

TEST(Sensors, RecordingsAreStoredWithTheirTruth) {
  TemporaryFolder folder;
  Store store(folder.path());
  mote::Run run = quiet_run({}, 2);
  const SensorOptions options = {{"healthy", "imbalance"}, 3, 2};
  EXPECT_EQ(synthesize_sensor("vibrometer", store, options, run).added, 12u);
  EXPECT_EQ(synthesize_sensor("vibrometer", store, options, run).duplicates,
            12u);
  const Dataset dataset = collect(store, {}, 0);
  std::set<std::string> groups;
  for (const Sample& sample : dataset.samples()) {
    groups.insert(sample.group);
    EXPECT_EQ(sample.source, "synthetic");
    EXPECT_GT(std::stod(sample.metadata.at("shaft_hz")), 20);
    EXPECT_EQ(dataset.signal(sample).axes.front().unit, "m/s2");
  }
  EXPECT_EQ(groups,
            (std::set<std::string>{"machine-1", "machine-2", "machine-3"}));
}

TEST(Transducer, RoundsCutsOffAndIsAsNoisyAsItsDataSheetSays) {
  Transducer coarse({0, 0, 10, 0.5}, 100, 1, 2);
  EXPECT_EQ(coarse.read(1.2), 1.0f);
  EXPECT_EQ(coarse.read(99), 10.0f);
  EXPECT_EQ(coarse.read(-99), -10.0f);
  Transducer noisy({0.01, 0, 1000, 0}, 200, 1, 2);
  double power = 0;
  for (int i = 0; i < 20000; ++i) power += std::pow(noisy.read(0), 2);
  EXPECT_NEAR(std::sqrt(power / 20000), 0.01 * std::sqrt(100), 0.002);
}

TEST(Motion, LeastJerkGoesFromRestToRest) {
  EXPECT_EQ(minimum_jerk(0), 0);
  EXPECT_EQ(minimum_jerk(1), 1);
  EXPECT_EQ(minimum_jerk(0.5), 0.5);
  EXPECT_DOUBLE_EQ(minimum_jerk_velocity(0.5), 1.875) << "15/8, its highest";
  constexpr double kStep = 1e-5;
  for (double x = 0.05; x < 1; x += 0.1) {
    EXPECT_NEAR(minimum_jerk_velocity(x),
                (minimum_jerk(x + kStep) - minimum_jerk(x - kStep)) / 2 / kStep,
                1e-6);
    EXPECT_NEAR(
        minimum_jerk_acceleration(x),
        (minimum_jerk_velocity(x + kStep) - minimum_jerk_velocity(x - kStep)) /
            2 / kStep,
        1e-6);
  }
}

// The rates are those of the attitude's own change: R^T R'.
TEST(Motion, RatesAreTheChangeOfAttitude) {
  const Motion motion = [](double t) {
    return Moving{{}, 0.3 + 1.1 * t, 0.4 - 0.7 * t, 0.2 + 2 * t};
  };
  constexpr double kStep = 1e-6;
  const auto at = [&](double t) {
    const Moving m = motion(t);
    return attitude(m.roll, m.pitch, m.yaw);
  };
  const Matrix3 now = at(0.3), before = at(0.3 - kStep),
                after = at(0.3 + kStep);
  Matrix3 spin = {};
  for (size_t i = 0; i < 3; ++i) {
    for (size_t j = 0; j < 3; ++j) {
      for (size_t k = 0; k < 3; ++k) {
        spin[i][j] += now[k][i] * (after[k][j] - before[k][j]) / (2 * kStep);
      }
    }
  }
  const auto rates = measure(motion, 0.3, attitude(0, 0, 0)).rates;
  EXPECT_NEAR(rates[0], spin[2][1], 1e-6);
  EXPECT_NEAR(rates[1], spin[0][2], 1e-6);
  EXPECT_NEAR(rates[2], spin[1][0], 1e-6);
}

TEST(Motion, AtRestItMeasuresGravityHoweverItIsMounted) {
  const Motion rest = [](double) { return Moving{{}, 0.5, -0.4, 2}; };
  const auto force = measure(rest, 1, attitude(1, 0.3, -2)).specific_force;
  EXPECT_NEAR(std::hypot(force[0], force[1], force[2]), 9.80665, 1e-9);
  const auto level =
      measure([](double) { return Moving{}; }, 0, attitude(0, 0, 0));
  EXPECT_NEAR(level.specific_force[2], 9.80665, 1e-12) << "upwards";
}

TEST(Accelerometer, RestingWeighsGravity) {
  for (int person = 1; person <= 10; ++person) {
    const auto made =
        sensor_model("accelerometer").synthesize({"resting", person, 1});
    double sum = 0;
    const auto x = axis_of(made.signal, 0), y = axis_of(made.signal, 1),
               z = axis_of(made.signal, 2);
    for (size_t t = 0; t < x.size(); ++t) sum += std::hypot(x[t], y[t], z[t]);
    // Within what three biases of 50 mg can do.
    EXPECT_NEAR(sum / static_cast<double>(x.size()), 9.80665,
                0.05 * 9.80665 * std::sqrt(3));
  }
}

TEST(Accelerometer, StepsComeAtTheirRate) {
  for (const char* label : {"walking", "running"}) {
    for (int person = 1; person <= 6; ++person) {
      const auto made =
          sensor_model("accelerometer").synthesize({label, person, 1});
      const auto up = axis_of(made.signal, 2);
      const double steps_hz = fact(made, "rate_hz");
      double strongest = 0, best_hz = 0;
      for (double f = 1.2; f < 4; f += 0.02) {
        const double here = amplitude(up, made.signal.rate_hz, f);
        if (here > strongest) strongest = here, best_hz = f;
      }
      EXPECT_NEAR(best_hz, steps_hz, 0.12) << label << person;
    }
  }
}

TEST(Gait, ForcesCarryTheWeight) {
  Vector3 walking = {}, running = {};
  constexpr int kSteps = 20000;
  double highest = 0;
  for (int i = 0; i < kSteps; ++i) {
    const double phase = 2.0 * i / kSteps;
    const auto w = walking_acceleration(phase, 2);
    const auto r = running_acceleration(phase, 0.5);
    for (size_t axis = 0; axis < 3; ++axis) {
      walking[axis] += w[axis] / kSteps, running[axis] += r[axis] / kSteps;
    }
    highest = std::max(highest, r[2]);
  }
  for (size_t axis = 0; axis < 3; ++axis) {
    EXPECT_NEAR(walking[axis], 0, 1e-3) << "nobody flies away";
    EXPECT_NEAR(running[axis], 0, 1e-3);
  }
  EXPECT_NEAR(highest, (kTwoPi / 2 - 1) * kGravity_m_s2, 1e-3)
      << "pi times the weight with half a step on the floor";
}

// The attitude that follows from the rates: each step turns it about an axis
// (O. Rodrigues, 1840).
Matrix3 turned_by(const Matrix3& before, const Vector3& rate, double step_s) {
  const double speed = std::hypot(rate[0], rate[1], rate[2]);
  if (speed == 0) return before;
  const double s = std::sin(speed * step_s), c = 1 - std::cos(speed * step_s);
  const double x = rate[0] / speed, y = rate[1] / speed, z = rate[2] / speed;
  const Matrix3 turn = {
      {{1 - c * (y * y + z * z), c * x * y - s * z, c * x * z + s * y},
       {c * x * y + s * z, 1 - c * (x * x + z * z), c * y * z - s * x},
       {c * x * z - s * y, c * y * z + s * x, 1 - c * (x * x + y * y)}}};
  Matrix3 after = {};
  for (size_t row = 0; row < 3; ++row) {
    after[row] = multiply_transposed(turn, before[row]);
  }
  return after;
}

TEST(Gestures, AHandThatComesBackHasTurnedNowhere) {
  for (const char* label : {"circle", "twist", "shake"}) {
    const auto made = sensor_model("gyroscope").synthesize({label, 4, 1});
    std::vector<std::vector<double>> rates;
    for (size_t axis = 0; axis < 3; ++axis) {
      rates.push_back(axis_of(made.signal, axis));
    }
    Matrix3 turned = attitude(0, 0, 0);
    double most = 0, angle = 0;
    for (size_t t = 0; t < rates[0].size(); ++t) {
      Vector3 rate;
      for (size_t axis = 0; axis < 3; ++axis) {
        rate[axis] = (rates[axis][t] - rates[axis][0]) * kTwoPi / 360;
      }
      turned = turned_by(turned, rate, 1 / made.signal.rate_hz);
      const double trace = turned[0][0] + turned[1][1] + turned[2][2];
      angle = std::acos(std::min((trace - 1) / 2, 1.0));
      most = std::max(most, angle);
    }
    EXPECT_LT(angle, 0.03) << label;
    EXPECT_GT(most, 0.1) << label;
  }
}

TEST(Gestures, TheWristTurnsByARightAngle) {
  const auto made = sensor_model("gyroscope").synthesize({"twist", 4, 1});
  std::vector<std::vector<double>> rates;
  for (size_t axis = 0; axis < 3; ++axis) {
    rates.push_back(axis_of(made.signal, axis));
  }
  const TimeRange range = made.ranges.at(0);
  const auto first = static_cast<size_t>(range.start_s * 100);
  const auto middle =
      static_cast<size_t>((range.start_s + range.end_s) / 2 * 100);
  double turned = 0;
  for (size_t t = first; t <= middle; ++t) {
    turned += std::hypot(rates[0][t] - rates[0][0], rates[1][t] - rates[1][0],
                         rates[2][t] - rates[2][0]) /
              100;
  }
  EXPECT_NEAR(turned, 90, 3);
}

TEST(Gestures, StrokesOfBothHandsAreOpposite) {
  const auto left = sensor_model("imu").synthesize({"left", 2, 1});
  EXPECT_EQ(left.signal.axis_count(), 6u);
  EXPECT_EQ(left.signal.axes[3].unit, "deg/s");
  const auto yaw_of = [](const char* label) {
    const auto made = sensor_model("imu").synthesize({label, 2, 1});
    const auto rate = axis_of(made.signal, 5);
    double turned = 0;
    for (double value : rate) turned += (value - rate.front()) / 100;
    return turned;
  };
  EXPECT_GT(yaw_of("left"), 15);
  EXPECT_LT(yaw_of("right"), -15);
}

// SKF 6205: nine balls of 7.94 mm on 39.04 mm; Case Western Reserve
// University's bearing data center publishes these multiples of the speed.
TEST(Bearing, RatesAreThoseOfAKnownBearing) {
  const BearingRates rates = bearing_rates({9, 7.94 / 39.04, 0}, 1);
  EXPECT_NEAR(rates.inner_hz, 5.4152, 0.002);
  EXPECT_NEAR(rates.outer_hz, 3.5848, 0.002);
  EXPECT_NEAR(rates.cage_hz, 0.39828, 0.0005);
  EXPECT_NEAR(2 * rates.spin_hz, 4.7135, 0.002);
  EXPECT_EQ(load_share(0), 1);
  EXPECT_EQ(load_share(kTwoPi / 2), 0);
}

TEST(Vibrometer, ImbalanceAndMisalignmentStandAtTheirOrders) {
  const SensorModel& model = sensor_model("vibrometer");
  for (int machine = 1; machine <= 8; ++machine) {
    const auto at = [&](const char* label, double order) {
      const auto made = model.synthesize({label, machine, 1});
      return amplitude_near(axis_of(made.signal, 0), model.rate_hz,
                            order * fact(made, "shaft_hz"), 1);
    };
    EXPECT_GT(at("imbalance", 1), 4 * at("healthy", 1)) << machine;
    EXPECT_GT(at("misalignment", 2), 4 * at("healthy", 2)) << machine;
    EXPECT_GT(at("misalignment", 2), 2 * at("misalignment", 1)) << machine;
    EXPECT_GT(at("looseness", 2.5), 5 * at("healthy", 2.5)) << machine;
  }
}

// 4 to 11 mm/s at 1x, as an acceleration.
TEST(Vibrometer, ImbalanceHasItsVelocity) {
  const SensorModel& model = sensor_model("vibrometer");
  for (int machine = 1; machine <= 8; ++machine) {
    const auto made = model.synthesize({"imbalance", machine, 1});
    const double shaft_hz = fact(made, "shaft_hz");
    const double velocity_mm_s =
        1000 *
        amplitude_near(axis_of(made.signal, 0), model.rate_hz, shaft_hz, 0.5) /
        (kTwoPi * shaft_hz);
    EXPECT_GT(velocity_mm_s, 4 - 0.9) << machine;
    EXPECT_LT(velocity_mm_s, 11 + 0.9) << machine;
  }
}

// The usual way to see a bearing's fault: the spectrum of the envelope.
std::vector<double> squared_envelope(const Signal& signal) {
  const auto values = axis_of(signal, 0);
  std::vector<double> squares;
  for (size_t t = 1; t < values.size(); ++t) {
    squares.push_back(std::pow(values[t] - values[t - 1], 2));  // high-pass
  }
  double mean = 0;
  for (double value : squares) mean += value;
  mean /= static_cast<double>(squares.size());
  for (double& value : squares) value -= mean;
  return squares;
}

TEST(Vibrometer, PitsStrikeAtTheRatesOfTheBearing) {
  const SensorModel& model = sensor_model("vibrometer");
  const std::map<std::string, std::pair<std::string, double>> pits = {
      {"bearing-outer", {"bpfo_hz", 1}},
      {"bearing-inner", {"bpfi_hz", 1}},
      {"bearing-ball", {"bsf_hz", 2}}};
  for (const auto& [label, rate] : pits) {
    for (int machine = 1; machine <= 8; ++machine) {
      const auto made = model.synthesize({label, machine, 1});
      const auto envelope = squared_envelope(made.signal);
      const double strikes_hz = rate.second * fact(made, rate.first);
      std::vector<double> elsewhere;
      for (double share = 0.55; share < 0.9; share += 0.007) {
        elsewhere.push_back(
            amplitude(envelope, model.rate_hz, share * strikes_hz));
      }
      std::sort(elsewhere.begin(), elsewhere.end());
      EXPECT_GT(amplitude_near(envelope, model.rate_hz, strikes_hz, 0.5),
                4 * elsewhere[elsewhere.size() / 2])
          << label << " of machine " << machine;
    }
  }
}

// A pit of the inner ring passes the load once a turn: sidebands at BPFI - f.
TEST(Vibrometer, InnerPitsAreModulatedByTheShaft) {
  const SensorModel& model = sensor_model("vibrometer");
  for (int machine = 1; machine <= 8; ++machine) {
    const auto sideband = [&](const char* label, const char* rate) {
      const auto made = model.synthesize({label, machine, 1});
      const auto envelope = squared_envelope(made.signal);
      const double strikes_hz = fact(made, rate);
      return amplitude_near(envelope, model.rate_hz,
                            strikes_hz - fact(made, "shaft_hz"), 0.5) /
             amplitude_near(envelope, model.rate_hz, strikes_hz, 0.5);
    };
    EXPECT_GT(sideband("bearing-inner", "bpfi_hz"), 0.4) << machine;
    EXPECT_LT(sideband("bearing-outer", "bpfo_hz"), 0.35) << machine;
  }
}

TEST(Geophone, RespondsAsAMassOnASpring) {
  const auto gain = [](double frequency_hz) {
    std::vector<double> velocity(4000);
    for (size_t t = 0; t < velocity.size(); ++t) {
      velocity[t] = std::sin(kTwoPi * frequency_hz * t / 200.0);
    }
    const auto felt = geophone_response(velocity, 200, 4.5, 0.7);
    return rms(felt, 2000, 4000) / rms(velocity, 2000, 4000);
  };
  EXPECT_NEAR(gain(4.5), 1 / (2 * 0.7), 0.01);
  EXPECT_NEAR(gain(0.45), 0.01, 0.001);
  EXPECT_NEAR(gain(40), 1, 0.01);
}

TEST(Geophone, RickersWaveletIsHighestAtItsFrequency) {
  EXPECT_EQ(ricker(5, 0), 1);
  std::vector<double> wavelet(400);
  for (size_t t = 0; t < wavelet.size(); ++t) {
    wavelet[t] = ricker(8, (static_cast<double>(t) - 200) / 100);
  }
  EXPECT_GT(amplitude(wavelet, 100, 8), amplitude(wavelet, 100, 7));
  EXPECT_GT(amplitude(wavelet, 100, 8), amplitude(wavelet, 100, 9));
  double sum = 0;
  for (double value : wavelet) sum += value;
  EXPECT_NEAR(sum, 0, 1e-6);
}

TEST(Geophone, QuakesArriveUprightAndThenAcross) {
  EXPECT_NEAR(s_after_p_s(8.2), 1.0, 0.005) << "the rule of 8 km a second";
  const SensorModel& model = sensor_model("geophone");
  for (int station = 1; station <= 8; ++station) {
    const auto made = model.synthesize({"earthquake", station, 1});
    const auto p = static_cast<size_t>(fact(made, "p_s") * 100);
    const auto s = static_cast<size_t>(fact(made, "s_s") * 100);
    ASSERT_GT(s, p + 60);
    ASSERT_LT(s + 100, 1200u);
    const auto east = axis_of(made.signal, 0), north = axis_of(made.signal, 1),
               up = axis_of(made.signal, 2);
    const auto across = [&](size_t begin, size_t end) {
      return std::hypot(rms(east, begin, end), rms(north, begin, end));
    };
    EXPECT_GT(rms(up, p, p + 50), 4 * rms(up, p - 100, p)) << station;
    EXPECT_GT(rms(up, p, p + 50), across(p, p + 50)) << station;
    EXPECT_GT(across(s, s + 50), 1.5 * rms(up, s, s + 50)) << station;
    EXPECT_GT(across(s, s + 50), 2 * across(p, p + 50)) << station;
  }
}

TEST(Ultrasonic, SoundIsFasterWhenItIsWarm) {
  EXPECT_NEAR(speed_of_sound_m_s(0), 331.3, 1e-9);
  EXPECT_NEAR(speed_of_sound_m_s(20), 343.2, 0.1);
  EXPECT_NEAR(measured_distance_m(1, 20), 1, 0.001);
  EXPECT_NEAR(measured_distance_m(2, 0), 2 * 343 / 331.3, 0.001);
}

TEST(Ultrasonic, WhoComesComesNearer) {
  for (int room = 1; room <= 5; ++room) {
    const auto ends = [&](const char* label) {
      const auto made = sensor_model("ultrasonic").synthesize({label, room, 1});
      auto values = axis_of(made.signal, 0);
      std::sort(values.begin(), values.begin() + 4);  // without a lost echo
      std::sort(values.end() - 9, values.end());
      return values[values.size() - 6] - values[1];
    };
    EXPECT_LT(ends("approaching"), -0.8) << room;
    EXPECT_GT(ends("leaving"), 0.8) << room;
    EXPECT_NEAR(ends("empty"), 0, 0.02) << room;
  }
}

TEST(Thermal, BodiesAreWarmerThanTheRoom) {
  for (int room = 1; room <= 5; ++room) {
    const auto warm_rows = [&](const char* label) {
      const auto made = sensor_model("thermal").synthesize({label, room, 1});
      const auto values = axis_of(made.signal, 0);
      const double threshold = fact(made, "room_celsius") + 2;
      std::set<size_t> rows, columns;
      for (size_t i = 0; i < 24 * 32; ++i) {
        if (values[i] > threshold) rows.insert(i / 32), columns.insert(i % 32);
      }
      return std::pair(rows.size(), columns.size());
    };
    EXPECT_EQ(warm_rows("empty").first, 0u) << room;
    const auto standing = warm_rows("standing"), lying = warm_rows("lying");
    EXPECT_GT(standing.first, standing.second) << room;
    EXPECT_LT(lying.first, lying.second) << room;
    EXPECT_LT(warm_rows("sitting").first, standing.first) << room;
  }
}

// Half a wavelength further, the phase has gone once round.
TEST(Radar, PhaseTurnsOnceAHalfWavelength) {
  const auto here = radar_echo(0.8, 0.8, 0.05, 1);
  const auto further = radar_echo(0.8 + kRadarWavelength_m / 2, 0.8, 0.05, 1);
  EXPECT_NEAR(std::arg(further / here), 0, 1e-9);
  EXPECT_NEAR(std::abs(here), 1 / 0.64, 1e-9);
  const auto quarter = radar_echo(0.8 + kRadarWavelength_m / 8, 0.8, 0.05, 1);
  EXPECT_NEAR(std::arg(quarter / here), kTwoPi / 4, 1e-9);
}

// The frequency of what approaches is 2 v / wavelength: fast, so the change
// from sweep to sweep is larger than of someone who sits.
TEST(Radar, WhoMovesTurnsThePhase) {
  const auto change = [](const char* label) {
    const auto made = sensor_model("radar").synthesize({label, 1, 1});
    const auto values = axis_of(made.signal, 0);
    double sum = 0;
    for (size_t i = 16; i < values.size(); ++i) {
      sum += std::pow(values[i] - values[i - 16], 2);
    }
    return sum;
  };
  EXPECT_GT(change("approaching"), 2 * change("breathing"));
  EXPECT_GT(change("waving"), 2 * change("breathing"));
}

// Where the height rises over seven tenths of the highest: R, never T.
std::vector<double> beats_of(const Signal& signal) {
  const auto values = axis_of(signal, 0);
  const double high = 0.7 * *std::max_element(values.begin(), values.end());
  std::vector<double> beats;
  for (size_t t = 1; t < values.size(); ++t) {
    const double now_s = static_cast<double>(t) / signal.rate_hz;
    const bool rises = values[t] > high && values[t - 1] <= high;
    if (rises && (beats.empty() || now_s - beats.back() > 0.25)) {
      beats.push_back(now_s);
    }
  }
  return beats;
}

TEST(Heart, BeatsComeAtTheirRateAndEarlyOnesEarly) {
  for (int patient = 1; patient <= 8; ++patient) {
    const auto made = sensor_model("heart").synthesize({"normal", patient, 1});
    const auto values = axis_of(made.signal, 0);
    EXPECT_NEAR(*std::max_element(values.begin(), values.end()), 1, 0.5)
        << "a millivolt";
    const auto beats = beats_of(made.signal);
    ASSERT_GE(beats.size(), 3u) << patient;
    const double usual_s = 60 / fact(made, "beats_per_minute");
    for (size_t i = 1; i < beats.size(); ++i) {
      EXPECT_NEAR(beats[i] - beats[i - 1], usual_s, 0.08 * usual_s);
    }
    const auto early =
        sensor_model("heart").synthesize({"atrial-premature", patient, 1});
    const auto times = beats_of(early.signal);
    double shortest = 9;
    for (size_t i = 1; i < times.size(); ++i) {
      shortest = std::min(shortest, times[i] - times[i - 1]);
    }
    EXPECT_LT(shortest, 0.8 * usual_s) << patient;
    EXPECT_GT(shortest, 0.55 * usual_s) << patient;
    ASSERT_EQ(early.ranges.size(), 1u);
    EXPECT_TRUE(std::any_of(times.begin(), times.end(), [&](double time_s) {
      return time_s > early.ranges[0].start_s && time_s < early.ranges[0].end_s;
    }));
  }
}

TEST(Gas, VoltageRisesWithTheGasAndNotWithAir) {
  for (int nose = 1; nose <= 5; ++nose) {
    const auto rise = [&](const char* label, size_t sensor) {
      const auto made = sensor_model("gas").synthesize({label, nose, 1});
      const auto values = axis_of(made.signal, sensor);
      return values[74] - values[4];  // 37 s: just before it goes
    };
    EXPECT_NEAR(rise("air", 0), 0, 0.05) << nose;
    EXPECT_GT(rise("ethanol", 0), 0.3) << nose;
    EXPECT_GT(rise("methane", 2), rise("methane", 3)) << nose;
    EXPECT_GT(rise("carbon-monoxide", 1), 0.3) << nose;
  }
}

}  // namespace
}  // namespace mote
