import CCurl

/// libcurl's easy handle, with what must live as long as it does.
///
/// Not `Sendable`: it belongs to the engine's thread.
final class EasyHandle {
    let pointer: UnsafeMutableRawPointer
    /// The first code other than OK that setting an option gave.
    private(set) var fault = CURLE_OK
    private var headerList: UnsafeMutablePointer<curl_slist>?
    private let sentence = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))

    init?() {
        guard let pointer = curl_easy_init() else {
            sentence.deallocate()
            return nil
        }
        self.pointer = pointer
        sentence.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        note(relay_set_pointer(pointer, CURLOPT_ERRORBUFFER, sentence))
    }

    /// The engine has taken the handle from the multi handle before.
    deinit {
        curl_easy_cleanup(pointer)
        curl_slist_free_all(headerList)
        sentence.deallocate()
    }

    func set(_ option: CURLoption, _ value: Int) { note(relay_set_long(pointer, option, value)) }
    /// libcurl copies the text; nil unsets.
    func set(_ option: CURLoption, _ value: String?) { note(relay_set_string(pointer, option, value)) }
    func set(size option: CURLoption, _ value: Int) { note(relay_set_offset(pointer, option, curl_off_t(value))) }
    func set(context option: CURLoption, _ value: UnsafeMutableRawPointer) { note(relay_set_pointer(pointer, option, value)) }
    func set(_ option: CURLoption, _ value: relay_data_callback) { note(relay_set_callback(pointer, option, value)) }

    /// libcurl copies the bytes.
    func set(body: [UInt8]) {
        set(size: CURLOPT_POSTFIELDSIZE_LARGE, body.count)
        body.withUnsafeBytes { bytes in
            let start = bytes.baseAddress ?? UnsafeRawPointer(StaticString("").utf8Start)
            note(relay_set_pointer(pointer, CURLOPT_COPYPOSTFIELDS, UnsafeMutableRawPointer(mutating: start)))
        }
    }

    /// Lines in libcurl's own notation: `Name: value`, `Name;` for an empty one, `Name:` for one that is not to be sent.
    func set(headers lines: [String]) {
        for line in lines {
            guard let longer = curl_slist_append(headerList, line) else { return note(CURLE_OUT_OF_MEMORY) }
            headerList = longer
        }
        note(relay_set_list(pointer, CURLOPT_HTTPHEADER, headerList))
    }

    func long(_ info: CURLINFO) -> Int {
        var value = 0
        relay_get_long(pointer, info, &value)
        return value
    }

    /// What libcurl has to say about the failure; empty if nothing.
    var failureSentence: String { String(cString: sentence) }

    private func note(_ code: CURLcode) { if fault == CURLE_OK { fault = code } }
}
