#include "lib/base/hash.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <bit>
#include <vector>

#include "lib/base/sha256_blocks.h"
#include "lib/base/text.h"

namespace mote {
namespace {

std::string hex(std::span<const uint8_t> bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  text.reserve(bytes.size() * 2);
  for (uint8_t byte : bytes) {
    text += kDigits[byte >> 4];
    text += kDigits[byte & 15];
  }
  return text;
}

using Sha1Words = std::array<uint32_t, 5>;

void sha1_block(Sha1Words& h, const uint8_t* block) {
  uint32_t w[80];
  for (int i = 0; i < 16; ++i) {
    w[i] = uint32_t{block[4 * i]} << 24 | uint32_t{block[4 * i + 1]} << 16 |
           uint32_t{block[4 * i + 2]} << 8 | uint32_t{block[4 * i + 3]};
  }
  for (int i = 16; i < 80; ++i) {
    w[i] = std::rotl(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
  }
  auto [a, b, c, d, e] = h;
  for (int i = 0; i < 80; ++i) {
    uint32_t f, k;
    if (i < 20) {
      f = (b & c) | (~b & d), k = 0x5A827999;
    } else if (i < 40) {
      f = b ^ c ^ d, k = 0x6ED9EBA1;
    } else if (i < 60) {
      f = (b & c) | (b & d) | (c & d), k = 0x8F1BBCDC;
    } else {
      f = b ^ c ^ d, k = 0xCA62C1D6;
    }
    const uint32_t t = std::rotl(a, 5) + f + e + k + w[i];
    e = d, d = c, c = std::rotl(b, 30), b = a, a = t;
  }
  h[0] += a, h[1] += b, h[2] += c, h[3] += d, h[4] += e;
}

std::array<uint8_t, 20> sha1(std::string_view text) {
  Sha1Words h = {0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0};
  std::string padded(text);
  padded += '\x80';
  while (padded.size() % 64 != 56) padded += '\0';
  const uint64_t bits = uint64_t{text.size()} * 8;
  for (int i = 7; i >= 0; --i) padded += static_cast<char>(bits >> (8 * i));
  const auto bytes = as_bytes(padded);
  for (size_t at = 0; at < bytes.size(); at += 64) {
    sha1_block(h, bytes.data() + at);
  }
  std::array<uint8_t, 20> digest;
  for (int i = 0; i < 20; ++i) {
    digest[i] = static_cast<uint8_t>(h[i / 4] >> (24 - 8 * (i % 4)));
  }
  return digest;
}

std::array<uint32_t, 256> crc32c_table() {
  std::array<uint32_t, 256> table;
  for (uint32_t i = 0; i < 256; ++i) {
    uint32_t value = i;
    for (int bit = 0; bit < 8; ++bit) {
      value = (value >> 1) ^ (value & 1 ? 0x82F63B78u : 0u);
    }
    table[i] = value;
  }
  return table;
}

}  // namespace

// By libsodium, or by the processor's instructions: then the blocks are ours
// to cut and to pad.
struct Sha256::State {
  crypto_hash_sha256_state sodium;
  const bool by_instructions = has_sha_instructions();
  std::array<uint32_t, 8> words = {0x6a09e667, 0xbb67ae85, 0x3c6ef372,
                                   0xa54ff53a, 0x510e527f, 0x9b05688c,
                                   0x1f83d9ab, 0x5be0cd19};
  std::array<uint8_t, kSha256BlockBytes> begun;  // a block of which some is
  uint64_t size_bytes = 0;

  size_t begun_bytes() const { return size_bytes % kSha256BlockBytes; }

  void add(std::span<const uint8_t> bytes) {
    const size_t filled = begun_bytes();
    size_bytes += bytes.size();
    if (filled > 0) {
      const size_t part = std::min(bytes.size(), kSha256BlockBytes - filled);
      std::copy_n(bytes.begin(), part, begun.begin() + filled);
      bytes = bytes.subspan(part);
      if (filled + part < kSha256BlockBytes) return;
      sha256_blocks(words.data(), begun.data(), 1);
    }
    const size_t blocks = bytes.size() / kSha256BlockBytes;
    sha256_blocks(words.data(), bytes.data(), blocks);
    bytes = bytes.subspan(blocks * kSha256BlockBytes);
    std::copy(bytes.begin(), bytes.end(), begun.begin());
  }

  std::array<uint8_t, 32> finish() {
    const uint64_t bits = size_bytes * 8;
    const size_t zeros =
        (2 * kSha256BlockBytes - 9 - begun_bytes()) % kSha256BlockBytes;
    std::array<uint8_t, 2 * kSha256BlockBytes> end = {0x80};
    for (size_t i = 0; i < 8; ++i) {
      end[1 + zeros + i] = static_cast<uint8_t>(bits >> (56 - 8 * i));
    }
    add(std::span(end).first(1 + zeros + 8));
    std::array<uint8_t, 32> digest;
    for (size_t i = 0; i < digest.size(); ++i) {
      digest[i] = static_cast<uint8_t>(words[i / 4] >> (24 - 8 * (i % 4)));
    }
    return digest;
  }
};

Sha256::Sha256() : state_(std::make_unique<State>()) {
  if (!state_->by_instructions) crypto_hash_sha256_init(&state_->sodium);
}

Sha256::~Sha256() = default;

void Sha256::add(std::span<const uint8_t> bytes) {
  if (state_->by_instructions) {
    state_->add(bytes);
  } else {
    crypto_hash_sha256_update(&state_->sodium, bytes.data(), bytes.size());
  }
}

void Sha256::add(std::string_view text) { add(as_bytes(text)); }

std::string Sha256::finish() {
  if (state_->by_instructions) return hex(state_->finish());
  std::array<uint8_t, crypto_hash_sha256_BYTES> digest;
  crypto_hash_sha256_final(&state_->sodium, digest.data());
  return hex(digest);
}

std::string sha256(std::span<const uint8_t> bytes) {
  Sha256 hash;
  hash.add(bytes);
  return hash.finish();
}

std::string sha256(std::string_view text) { return sha256(as_bytes(text)); }

std::string hmac_sha256(std::string_view key,
                        std::span<const uint8_t> message) {
  crypto_auth_hmacsha256_state state;
  const auto key_bytes = as_bytes(key);
  crypto_auth_hmacsha256_init(&state, key_bytes.data(), key_bytes.size());
  crypto_auth_hmacsha256_update(&state, message.data(), message.size());
  std::array<uint8_t, crypto_auth_hmacsha256_BYTES> code;
  crypto_auth_hmacsha256_final(&state, code.data());
  return hex(code);
}

bool same_secret(std::string_view a, std::string_view b) {
  return a.size() == b.size() &&
         sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string random_hex(size_t bytes) {
  std::vector<uint8_t> random(bytes);
  randombytes_buf(random.data(), random.size());
  return hex(random);
}

std::string sha1_hex(std::string_view text) { return hex(sha1(text)); }

unsigned sha1_modulo(std::string_view text, unsigned modulus) {
  uint64_t remainder = 0;
  for (uint8_t byte : sha1(text)) {
    remainder = (remainder * 256 + byte) % modulus;
  }
  return static_cast<unsigned>(remainder);
}

uint32_t crc32c(std::span<const uint8_t> bytes) {
  static const auto table = crc32c_table();
  uint32_t value = 0xFFFFFFFFu;
  for (uint8_t byte : bytes) {
    value = (value >> 8) ^ table[(value ^ byte) & 255];
  }
  return ~value;
}

uint64_t mix64(uint64_t seed, uint64_t counter) {
  uint64_t z = seed + (counter + 1) * 0x9E3779B97F4A7C15u;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

uint64_t hash64(std::string_view text) {
  uint64_t value = 0xCBF29CE484222325u;
  for (char c : text) {
    value = (value ^ static_cast<uint8_t>(c)) * 0x100000001B3u;
  }
  return mix64(value, 0);
}

}  // namespace mote
