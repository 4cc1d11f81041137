// Content hashes.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace mote {

// SHA-256 (FIPS 180-4) as 64 lower-case hexadecimal digits: the name of every
// object in the store and of every recipe key.
std::string sha256(std::span<const uint8_t> bytes);
std::string sha256(std::string_view text);

// SHA-256 of a stream of pieces.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  void add(std::span<const uint8_t> bytes);
  void add(std::string_view text);
  // The hash of all that was added. Call once.
  std::string finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// HMAC-SHA-256 (RFC 2104) of the message as 64 lower-case hexadecimal digits.
std::string hmac_sha256(std::string_view key, std::span<const uint8_t> message);

// Whether two texts are equal, found out in a time that does not tell where
// they differ: for keys and signatures.
bool same_secret(std::string_view a, std::string_view b);

// So many random bytes of the operating system, as hexadecimal digits.
std::string random_hex(size_t bytes);

// SHA-1 (FIPS 180-4), 20 bytes. Only for the folds of the published
// comparison (fold = sha1 of the speaker modulo 5); never for security.
std::string sha1_hex(std::string_view text);

// sha1(text), read as one big-endian number, modulo `modulus`.
unsigned sha1_modulo(std::string_view text, unsigned modulus);

// CRC-32C (Castagnoli, RFC 3720), as TFRecord files use it.
uint32_t crc32c(std::span<const uint8_t> bytes);

// A well-mixed 64-bit value of a seed and a counter (splitmix64, Steele et
// al. 2014): the source of every random choice that must not depend on order.
uint64_t mix64(uint64_t seed, uint64_t counter);
// A stable 64-bit value of a text (FNV-1a, then mixed).
uint64_t hash64(std::string_view text);

}  // namespace mote
