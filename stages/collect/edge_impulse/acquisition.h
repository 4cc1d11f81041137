// The Edge Impulse data acquisition format, JSON or CBOR: readings of a device
// with units, optionally signed. As its page says
// (docs.edgeimpulse.com/tools/specifications/data-acquisition/json-cbor):
//
//   {protected: {ver: "v1", alg: "HS256" | "none", iat?: seconds},
//    signature: 64 hexadecimal digits,
//    payload: {device_name?, device_type, interval_ms,
//              sensors: [{name, units}, ...],
//              values: [[a, b, ...], ...] or, of one sensor, [a, ...]}}
//
// In CBOR, values may be ["Ref-BINARY-i16"] (u8, i8, u16, i32, u32, f32 too):
// the numbers of the one sensor then follow the document, little-endian.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "lib/signal/signal.h"
#include "stages/collect/importers/importer.h"

namespace mote {

enum class SignatureState {
  kNone,       // alg "none": nobody signed
  kUnchecked,  // signed, but no key was given to check it with
  kValid,
  kWrong,  // changed on the way, or signed with another key
};

struct Acquisition {
  // An axis a sensor, with its units. Sound (one sensor in "wav", whole
  // numbers of 16 bits) is int16, all else float32. rate_hz is 1000 /
  // interval_ms, rounded to whole Hz where it is that within 1 in 100,000; 0
  // for a single frame with an interval of 0.
  Signal signal;
  std::string device_name;  // "" when unknown: the device has no name
  std::string device_type;
  int64_t made_at_s = 0;  // seconds since 1970; 0: the device has no clock
  SignatureState signature = SignatureState::kNone;
};

// Whether the bytes begin as such a document does, in JSON or CBOR.
bool is_acquisition(std::span<const uint8_t> file);

// Throws Error, with `name` as its where, for what is no such document, lacks
// a field, or holds rows of different lengths, missing or infinite values. A
// wrong signature is no error here: the caller decides. hmac_key "": unknown.
Acquisition read_acquisition(std::span<const uint8_t> file,
                             std::string_view hmac_key,
                             const std::string& name);

// The data as an importer's find: one sample, of the kind audio, series or
// (a single frame without a rate) tensor; device, device_type and made_at
// among its metadata.
FileContent content_of_acquisition(const Acquisition& acquisition);

// The signature that a document should carry: HMAC-SHA256, with the key, over
// its exact bytes with `signature` filled with 64 zeros. "" when the document
// has no such text in it.
std::string signature_of(std::span<const uint8_t> file,
                         const std::string& signature,
                         std::string_view hmac_key);

}  // namespace mote
