// How alike two pronunciations sound.
//
// A phoneme is a place in the chart of the International Phonetic Association
// (2020): a consonant's place, manner, voice, nasality and laterality; a
// vowel's height, backness, rounding and length where it begins and where it
// ends (a diphthong moves). Places and manners lie on the scales of G. Kondrak,
// "A New Algorithm for the Alignment of Phonetic Sequences" (NAACL 2000):
// bilabial 1 ... glottal 0.1; stop 1 ... approximant 0.6. Place weighs less
// than voice and nasality, since noise hides it first (G. A. Miller and P. E.
// Nicely, "An Analysis of Perceptual Confusions Among Some English
// Consonants", 1955).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mote {

struct Vowel {
  double height = 0;  // close 1 ... open 0
  double front = 0;   // front 1, central 0.5, back 0
  double round = 0;   // 0 or 1
  bool operator==(const Vowel&) const = default;
};

struct Phoneme {
  enum class Kind { kConsonant, kVowel, kOther };
  Kind kind = Kind::kOther;
  double place = 0, manner = 0, voice = 0, nasal = 0, lateral = 0;
  Vowel begin, end;    // of a vowel; a monophthong's are equal
  double length = 0;   // of a vowel; long 1
  std::string symbol;  // of what the table does not know
  bool operator==(const Phoneme&) const = default;
};

// The phonemes of IPA as espeak-ng writes it: '_' and ' ' separate them
// ("m_\u02c8oʊ_t"); stress, tones and other marks are passed over.
std::vector<Phoneme> parse_ipa(std::string_view ipa);

// From 0 (the same) to 1; two that differ are at least 0.1 apart. A consonant
// and a vowel are 1 apart. A metric.
double phoneme_distance(const Phoneme& a, const Phoneme& b);

// The least sum of phonemes replaced (at their distance), left out and put in
// (at 1 each): Levenshtein's distance with weights, d, made independent of
// length as 2 d / (|a| + |b| + d), which keeps it a metric (L. Yujian and L.
// Bo, "A Normalized Levenshtein Distance Metric", IEEE PAMI 29(6), 2007).
// From 0 (the same) to 1 (nothing in common).
double pronunciation_distance(const std::vector<Phoneme>& a,
                              const std::vector<Phoneme>& b);

// Whether people and models take them for the same: equal but for the length
// of vowels, and which reduced vowel (ə, ɐ, ᵻ, ɪ) is said.
bool sound_the_same(const std::vector<Phoneme>& a,
                    const std::vector<Phoneme>& b);

// Whether `part` is heard somewhere within `whole`.
bool heard_within(const std::vector<Phoneme>& part,
                  const std::vector<Phoneme>& whole);

}  // namespace mote
