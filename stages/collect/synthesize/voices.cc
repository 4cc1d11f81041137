#include "stages/collect/synthesize/voices.h"

#include <algorithm>
#include <array>

#include "lib/base/hash.h"

namespace mote {
namespace {

constexpr std::array kFliteVoices = {"slt", "rms", "awb", "kal", "kal16"};

// Variants of espeak-ng that sound like people. A variant is a throat: it is
// the group, whatever accent it speaks with.
constexpr std::array kVariants = {
    "f1",     "m1",     "f2",      "m2",     "f3",     "m3",      "f4",
    "m4",     "f5",     "m5",      "m6",     "m7",     "m8",      "Alex",
    "Alicia", "Andrea", "Andy",    "Annie",  "Denis",  "Diogo",   "Gene",
    "Gene2",  "Hugo",   "Jacky",   "Lee",    "Marco",  "Mario",   "Michael",
    "Mike",   "Nguyen", "adam",    "anika",  "aunty",  "belinda", "benjamin",
    "boris",  "caleb",  "david",   "ed",     "edward", "edward2", "grandma",
    "iven",   "iven2",  "iven3",   "iven4",  "john",   "linda",   "grandpa",
    "max",    "michel", "miguel",  "pablo",  "paul",   "pedro",   "quincy",
    "rob",    "robert", "sandro",  "shelby", "steph",  "steph2",  "steph3",
    "travis", "victor", "norbert", "klatt",  "klatt2", "klatt3",  "klatt4"};

constexpr std::array kEnglishAccents = {
    "en-us",      "en-gb",          "en-gb-scotland", "en-us",
    "en-gb-x-rp", "en-gb-x-gbclan", "en-gb-x-gbcwmd", "en-us",
    "en-029",     "en-us-nyc"};

// One clip in so many is flite's.
constexpr int kFliteTurn = 6;

// A number of [low, high), the same for the same seed and purpose.
double between(double low, double high, uint64_t seed, uint64_t purpose) {
  const double unit = static_cast<double>(mix64(seed, purpose) >> 11) * 0x1p-53;
  return low + (high - low) * unit;
}

bool is_ascii(const std::string& text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return c >= 0 && c <= '~'; });
}

void choose_flite(Speaking& speaking, uint64_t turn) {
  const std::string voice = kFliteVoices[turn % kFliteVoices.size()];
  speaking.synthesizer = "flite";
  speaking.voice = voice;
  speaking.group = voice == "kal16" ? "flite-kal" : "flite-" + voice;
}

void choose_espeak(Speaking& speaking, uint64_t turn,
                   const std::string& language) {
  const std::string variant = kVariants[turn % kVariants.size()];
  const auto accent =
      kEnglishAccents[mix64(speaking.seed, 3) % kEnglishAccents.size()];
  speaking.synthesizer = "espeak";
  speaking.voice = (language == "en" ? accent : language) + "+" + variant;
  speaking.group = "espeak-" + variant;
}

}  // namespace

Speaking speaking_of_take(const std::string& text, int take,
                          const std::string& language) {
  const uint64_t word = hash64(text);
  const auto number = static_cast<uint64_t>(take);
  Speaking speaking;
  speaking.seed = mix64(word, number);
  speaking.speed = between(0.75, 1.3, speaking.seed, 1);
  speaking.pitch = between(0.8, 1.25, speaking.seed, 2);
  const bool flite_can = language == "en" && is_ascii(text);
  if (flite_can && take % kFliteTurn == 0) {
    choose_flite(speaking, word + number / kFliteTurn);
  } else {
    choose_espeak(speaking, word + number - number / kFliteTurn, language);
  }
  return speaking;
}

}  // namespace mote
