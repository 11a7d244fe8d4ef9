//! Tiếng Việt.

use super::{Choices, Messages, WidgetMessages, by_stars};

const STARS: [&str; 5] = ["rất kém", "kém", "tạm được", "tốt", "rất tốt"];

pub static MESSAGES: Messages = Messages {
    widgets: &WIDGETS,

    name: "Tiếng Việt",

    skip_to_content: "Đến nội dung chính",
    sections: "Chuyên mục",
    home: "Trang nhất",
    most_read: "Đọc nhiều",
    newest_first: "Mới nhất trước",
    older: "Tin cũ hơn",
    newer: "Tin mới hơn",
    page: |page| format!("Trang lưu số {page}"),
    loading: "Đang tải…",
    back_to_top: "Lên đầu trang",
    follow_feed: "Theo dõi bằng trình đọc tin",
    archive: "Tin theo tháng",
    #[cfg(not(target_arch = "wasm32"))]
    month: |number, year| format!("Tháng {number} năm {year}"),
    more_news: "Xem thêm tin khác",

    published_on: |date| format!("Đăng ngày {date}"),
    updated_on: |date| format!("Cập nhật {date}"),
    views: |count| format!("Lượt xem: {count}"),
    by_authors: "Tác giả",
    source: "Nguồn",
    photo_credit: |name| format!("Ảnh: {name}"),
    tags: "Từ khóa",
    read_in_this_language: "Đọc bài này bằng tiếng Việt",
    watch_on: |host| format!("Mở từ {host}"),
    embed_note: |host| {
        format!("Nội dung này nằm ở {host}; chưa có gì được tải cho đến khi bạn mở.")
    },
    unknown_block: "Phần này cần phiên bản mới hơn của trang mới hiển thị được.",
    see_source: "Xem ở bản gốc",
    table: "Bảng, có thể cuộn ngang",
    gallery: "Bộ ảnh",
    rating_needs_script: "Đánh giá cần JavaScript, hiện đang tắt. Mọi thứ khác vẫn đọc được.",
    reading_time: |_, text| format!("{text} phút đọc"),
    share: "Chia sẻ",
    share_copied: "Đã chép liên kết",

    photo: "Xem ảnh lớn",
    photo_words: "Ảnh trong bài|Ảnh trước|Ảnh sau|Đóng",
    listen: "Nghe",
    listen_words: "Nghe bài|Tạm dừng|Nghe tiếp|Dừng|Tốc độ|Không đọc thành tiếng được.",
    saved_title: "Bài đã lưu",
    saved_words: "Bài đã lưu đọc được cả khi không có mạng.",
    saved_none: "Chưa có bài nào. Bấm “Lưu bài” ở đầu một bài viết để giữ bài đó ở đây.",
    saved_needs_script: "Danh sách này cần JavaScript, hiện đang tắt.",
    save: "Lưu bài",
    saved: "Đã lưu. Bài này đọc được cả khi không có mạng.",
    unsave: "Bỏ lưu",
    unsaved: "Đã bỏ lưu.",
    not_saved: "Trình duyệt không cho lưu: bài chỉ có trong danh sách khi trang này còn mở.",
    to_saved: "Xem bài đã lưu",
    history_title: "Đã đọc",
    history_words: "Danh sách này chỉ nằm trên máy của bạn.",
    history_clear: "Xóa danh sách đã đọc",
    history_cleared: "Đã xóa danh sách đã đọc.",
    at_hand: "Đọc được ngay trên máy này",
    heading_link: "Liên kết đến mục này",
    back_online: "Đã có mạng lại, đang tải trang",

    settings_title: "Cách đọc",
    settings: [
        Choices {
            heading: "Cỡ chữ", choices: &["Nhỏ", "Vừa", "Lớn", "Lớn hơn", "Lớn nhất"]
        },
        Choices { heading: "Bề rộng dòng", choices: &["Hẹp", "Vừa", "Rộng"] },
        Choices { heading: "Kiểu chữ", choices: &["Có chân", "Không chân"] },
        Choices { heading: "Màu nền", choices: &["Theo máy", "Ngày", "Giấy ngà", "Đêm"] },
        Choices { heading: "Chuyển động", choices: &["Theo máy", "Ít hơn"] },
    ],
    settings_reset: "Đặt lại như đầu",

    empty_title: "Chưa có tin nào ở đây",
    empty_text: "Tòa soạn chưa đăng bài trong mục này. Mời bạn quay lại sau hoặc xem trang nhất.",
    to_front: "Về trang nhất",

    missing_title: "Không tìm thấy trang này",
    search: "Tìm kiếm",
    search_label: "Từ cần tìm",
    search_hint: "Gõ có dấu hay không dấu đều được.",
    suggestions: "Gợi ý",
    search_count: |_, count| format!("{count} bài"),
    search_none: "Không có bài nào đủ các từ này. Thử ít từ hơn.",
    search_needs_script: "Tìm kiếm ở trang này cần JavaScript, hiện đang tắt.",
    previous_page: "Trang trước",
    next_page: "Trang sau",
    gone_title: "Bài viết đã được gỡ",
    offline_title: "Bạn đang ngoại tuyến",
    timeout_title: "Mạng đang rất chậm",
    server_title: "Máy chủ đang gặp sự cố",
    unreadable_title: "Không đọc được nội dung",
    mixed_title: "Mục tìm kiếm đang được cập nhật",
    mixed_text: "Tin mới đang được đưa lên. Hãy thử lại sau giây lát.",

    widget_failed: "Chưa tải được phần này.",
};

pub static WIDGETS: WidgetMessages = WidgetMessages {
    tag: "vi-VN",
    latest: "Tin mới",
    related: "Các tin khác",
    why_related: "Cùng chủ đề",
    why_section: "Cùng chuyên mục",
    why_latest: "Tin mới",

    rate_heading: "Đánh giá bài viết",
    stars_label: |stars| format!("{} trên 5: {}", stars.get(), by_stars(STARS, stars)),
    average: |average| format!("{average} trên 5"),
    ratings_count: |_, count| format!("{count} lượt đánh giá"),
    no_ratings: "Chưa có đánh giá nào",
    with_pending: " (gồm thay đổi chờ gửi)",
    histogram: "Xem từng mức sao",
    your_rating: |stars| {
        format!(
            "Bạn chấm {} trên 5: {}. Chọn sao khác nếu muốn đổi.",
            stars.get(),
            by_stars(STARS, stars)
        )
    },
    not_rated: "Chọn số sao để đánh giá.",
    rating_saved: |stars| format!("Đã lưu: bạn chấm {} trên 5.", stars.get()),
    rating_cleared: "Đã xóa đánh giá của bạn.",
    rating_saving: "Đang gửi…",
    rating_waiting: "Chưa gửi được. Đánh giá được giữ trên máy này và sẽ tự gửi lại.",
    rating_waiting_turn: "Mạng của bạn đang có rất nhiều lượt đánh giá. Đánh giá này được giữ trên máy và sẽ tự gửi lại.",
    rating_refused: "Máy chủ không nhận đánh giá này nên nó đã được gỡ lại.",
    refused_closed: "Bài này không nhận đánh giá nữa nên đánh giá của bạn đã được gỡ lại.",
    refused_revoked: "Tòa soạn không nhận đánh giá từ máy này nữa nên đánh giá đã được gỡ lại.",
    refused_limit: "Hôm nay máy này đã đánh giá quá nhiều bài nên lần này không được tính.",
    rating_not_kept: "Trình duyệt không cho lưu: đánh giá chỉ được giữ khi trang này còn mở.",
    reader_not_kept: "Trình duyệt không cho lưu, nên lần sau bạn sẽ không đổi được.",
    rating_choosing: |stars| format!("Đang chọn {} trên 5. Nhấn Enter để gửi ngay.", stars.get()),
    rating_ended: "Bài này không nhận đánh giá nữa.",
    rating_closed: "Trang này không nhận đánh giá; đây là kết quả khi trang được xuất bản.",
    undo: "Hoàn tác",
    clear: "Xóa đánh giá",
    missing_text: "Bài viết có thể đã được gỡ hoặc địa chỉ bị gõ nhầm.",

    gone_text: "Tòa soạn đã gỡ bài này. Mời bạn xem các tin khác ở trang nhất.",
    offline_text: "Không kết nối được tới máy chủ. Hãy kiểm tra mạng rồi thử lại.",
    timeout_text: "Máy chủ chưa trả lời sau 15 giây. Bạn có thể thử lại ngay.",
    server_text: |status| {
        format!(
            "Lỗi nằm ở phía chúng tôi (mã {status}), không phải ở bạn. Hãy thử lại sau ít phút."
        )
    },
    unreadable_text: "Máy chủ có trả lời nhưng dữ liệu bị hỏng. Hãy thử lại.",
    retry: "Thử lại",
};

/// The button that leads back to where the reader stopped.
pub static GO_ON_READING: &str = "Đọc tiếp từ chỗ đã dừng";
