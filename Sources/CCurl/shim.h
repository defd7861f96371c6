#pragma once
#include <curl/curl.h>

// Swift cannot call C functions with variable arguments: one wrapper for each type of argument that libcurl takes.

static inline CURLcode relay_set_long(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode relay_set_offset(CURL *handle, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode relay_set_string(CURL *handle, CURLoption option, const char *value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode relay_set_pointer(CURL *handle, CURLoption option, void *value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode relay_set_list(CURL *handle, CURLoption option, struct curl_slist *value) {
    return curl_easy_setopt(handle, option, value);
}

typedef size_t (*relay_data_callback)(char *data, size_t size, size_t count, void *context);

static inline CURLcode relay_set_callback(CURL *handle, CURLoption option, relay_data_callback value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode relay_get_long(CURL *handle, CURLINFO info, long *value) {
    return curl_easy_getinfo(handle, info, value);
}

static inline CURLMcode relay_multi_set_long(CURLM *handle, CURLMoption option, long value) {
    return curl_multi_setopt(handle, option, value);
}

/// The result of a finished transfer, from the message's union.
static inline CURLcode relay_message_result(const CURLMsg *message) { return message->data.result; }
