// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/geo/regiondatabase.h"

#include <maxminddb.h>
#include <netinet/in.h>

#include <array>
#include <cstring>

namespace halftone::geo {

struct RegionDatabase::File {
  MMDB_s handle{};
  bool isOpen = false;

  File() = default;
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() {
    if (isOpen) MMDB_close(&handle);
  }
};

namespace {

std::string_view textAt(MMDB_entry_s& entry, const char* const* path) {
  MMDB_entry_data_s data{};
  if (MMDB_aget_value(&entry, &data, path) != MMDB_SUCCESS) return {};
  if (!data.has_data || data.type != MMDB_DATA_TYPE_UTF8_STRING) return {};
  return {data.utf8_string, data.data_size};
}

}  // namespace

RegionDatabase::RegionDatabase(std::unique_ptr<File> file) : m_file(std::move(file)) {}
RegionDatabase::~RegionDatabase() = default;

Result<std::shared_ptr<const RegionDatabase>> RegionDatabase::open(const std::string& path) {
  auto file = std::make_unique<File>();
  const int status = MMDB_open(path.c_str(), MMDB_MODE_MMAP, &file->handle);
  if (status != MMDB_SUCCESS) return fail(ErrorCode::Io, path, MMDB_strerror(status));
  file->isOpen = true;
  return std::shared_ptr<const RegionDatabase>(new RegionDatabase(std::move(file)));
}

std::string_view RegionDatabase::regionOf(const policy::Address& address) const {
  sockaddr_in6 v6{};
  sockaddr_in v4{};
  const sockaddr* where = nullptr;
  if (address.isV4()) {
    v4.sin_family = AF_INET;
    std::memcpy(&v4.sin_addr, address.bytes.data() + 12, 4);
    where = reinterpret_cast<const sockaddr*>(&v4);
  } else {
    v6.sin6_family = AF_INET6;
    std::memcpy(&v6.sin6_addr, address.bytes.data(), 16);
    where = reinterpret_cast<const sockaddr*>(&v6);
  }
  int error = MMDB_SUCCESS;
  MMDB_lookup_result_s found = MMDB_lookup_sockaddr(&m_file->handle, where, &error);
  if (error != MMDB_SUCCESS || !found.found_entry) return {};
  constexpr std::array<const char*, 5> kSubdivision = {"subdivisions", "0", "names", "en", nullptr};
  constexpr std::array<const char*, 4> kCountry = {"country", "names", "en", nullptr};
  const std::string_view subdivision = textAt(found.entry, kSubdivision.data());
  return subdivision.empty() ? textAt(found.entry, kCountry.data()) : subdivision;
}

}  // namespace halftone::geo
