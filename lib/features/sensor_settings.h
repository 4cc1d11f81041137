// What every sensor's feature block has to know of its signal.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "lib/settings/settings.h"
#include "lib/signal/signal.h"

namespace mote {

// A base of the settings of blocks for sensors. What `mote.toml` leaves open is
// decided from the training data (fit.h) and from then on part of the settings,
// so that training, evaluation and firmware agree.
//
// The device's converter gives int16 counts: full_scale is the reading that
// would be 32,768 of them. Readings beyond it saturate, as they do in the
// sensor. Pictures (uint8) are their own counts, with a full scale of 32,768.
struct SensorSettings {
  double rate_hz = 100;     // frames a second
  double signal_ms = 1000;  // what one inference sees

  std::vector<std::string> axes;   // in this order; none: as recordings have
  std::vector<double> full_scale;  // an axis; one for all
  int places = 0;                  // values of an axis in a frame; 0: open

  // A feature's mean and deviation in training; of a row, the same for all.
  std::vector<double> centre, spread;
  // Deviations from the centre that int8 reaches.
  double sigmas = 4;

  bool complete() const {
    return !axes.empty() && full_scale.size() == axes.size() && places > 0;
  }
  int frames(double ms) const;  // rounded to the nearest
  int signal_frames() const { return frames(signal_ms); }
  int frame_size() const { return static_cast<int>(axes.size()) * places; }
};

// The same for blocks whose rows are windows of the signal.
struct WindowSettings : SensorSettings {
  double window_ms = 0;  // 0: the whole signal
  double hop_ms = 0;     // 0: a window

  int window_frames() const {
    return window_ms > 0 ? frames(window_ms) : signal_frames();
  }
  int hop_frames() const {
    return hop_ms > 0 ? frames(hop_ms) : window_frames();
  }
};

// The fields of SensorSettings, for the list of a struct S that derives from
// it.
template <class S>
FieldsOf<S>& add_sensor_fields(FieldsOf<S>& list) {
  return list.number("rate", &S::rate_hz, "frames a second", {0.001, 1e6}, "Hz")
      .number("signal", &S::signal_ms, "what one inference sees", {0, 3.6e6},
              "ms")
      .texts("axes", &S::axes,
             "the sensor's axes, in this order (default: all of the first "
             "recording)")
      .numbers("full_scale", &S::full_scale,
               "reading that is 32,768 counts of the sensor, of each axis or "
               "of all (default: a little above the largest in training)",
               {1e-12, 1e12})
      .integer("places", &S::places,
               "places of a frame's grid (default: as recordings have)",
               {0, 1 << 20})
      .numbers("centre", &S::centre,
               "value of each feature that becomes 0 (default: its mean in "
               "training)")
      .numbers("spread", &S::spread,
               "deviation of each feature (default: that in training)",
               {0, 1e30})
      .number("sigmas", &S::sigmas,
              "deviations from the centre that int8 reaches", {0.1, 1000});
}

template <class S>
FieldsOf<S>& add_window_fields(FieldsOf<S>& list) {
  return list
      .number("window", &S::window_ms,
              "readings that one row is made of (0: the whole signal)",
              {0, 3.6e6}, "ms")
      .number("hop", &S::hop_ms, "from one row to the next (0: a window)",
              {0, 3.6e6}, "ms");
}

// Throw Error naming the field when settings do not go together.
void check_sensor(const SensorSettings& settings);
void check_window(const WindowSettings& settings);

// Readings as the int16 counts of the sensor's converter, frame by frame, the
// settings' axes in their order, at their rate. A reading that is missing is
// that of the frame before (of the first frame: the next there is; 0 without
// any). Throws Error, with `where`, for signals without these axes or with
// another grid, and for those without a rate when there is more than one frame.
std::vector<int16_t> counts_of(const SensorSettings& settings,
                               const Signal& signal, const std::string& where);

// The reading of one count, an axis.
std::vector<float> resolutions(const SensorSettings& settings);

// `length` values from the middle of the clip; a shorter one stands in the
// middle, its first and last frame held. Zeros for an empty clip.
std::vector<int16_t> middle_of(const std::vector<int16_t>& clip, size_t length,
                               size_t frame_size);

}  // namespace mote
