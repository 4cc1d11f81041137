#include "lib/augment/settings.h"

namespace mote {

const FieldList& AugmentSettings::fields() {
  using S = AugmentSettings;
  static const FieldList list =
      FieldsOf<S>()
          .flag("enabled", &S::enabled, "vary the training clips at all")
          .interval("speed", &S::speed, "tempo and pitch", {0.5, 2})
          .number("shift", &S::shift_ms, "moves the clip to either side",
                  {0, 1000}, "ms")
          .interval("tilt", &S::tilt_db,
                    "highest frequencies over the lowest ones", {-20, 20}, "dB")
          .number("reverb", &S::reverb, "share of clips with reverberation",
                  {0, 1})
          .interval("decay", &S::decay_ms,
                    "time in which reverberation falls by 60 dB", {20, 3000},
                    "ms")
          .interval("gain", &S::gain_db, "loudness", {-60, 40}, "dB")
          .number("noise", &S::noise, "share of clips with noise mixed in",
                  {0, 1})
          .interval("snr", &S::snr_db, "the clip's power over the noise's",
                    {-30, 80}, "dB")
          .interval("silence_gain", &S::silence_gain_db,
                    "loudness of background that is cut as silence", {-90, 20},
                    "dB");
  return list;
}

}  // namespace mote
