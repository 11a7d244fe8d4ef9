//! The words of a paper's stories in three languages; one of them is written from right to left.

/// What is written in one language.
pub struct Voice {
    /// BCP 47.
    pub lang: &'static str,
    pub titles: [&'static str; 6],
    pub lead: &'static str,
    /// A paragraph.
    pub text: &'static str,
    pub caption: &'static str,
    /// Two people.
    pub names: [&'static str; 2],
    /// Of sections, tags and headings.
    pub places: [&'static str; 6],
    /// A word of the titles, to be searched for.
    pub asked: &'static str,
    /// Of the paper, where its own are in another language.
    pub tagline: &'static str,
}

/// Longer than any line of a phone.
pub const LONG_WORD: &str =
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft";
/// An address without a place to break.
pub const LONG_ADDRESS: &str = "https://luu-tru.example/ban-do/2023/08/11/cau-go-ben-dinh-mo-lai-sau-bon-thang-sua-chua?trang=1&khu_vuc=toan_thanh_pho_tan_giang";
/// Letters with two marks above and one below.
pub const STACKED: &str = "ẾỘỮẪỔ: NGỖNG TRỮ MỠ, CHỢ ỔI Ế ẨM, BẪY CHUỘT Ở XÓM NGỮ; Ặ, Ợ, Ự, Ỵ ĐỨNG NGAY TRÊN Ấ, Ỗ, Ữ, Ẵ Ở DÒNG DƯỚI";

pub static VIETNAMESE: Voice = Voice {
    lang: "vi",
    titles: [
        "Cầu gỗ Bến Đình mở lại sau bốn tháng sửa chữa",
        "Tuyến xe buýt điện đầu tiên chở 41.300 lượt khách trong tuần miễn phí",
        "Chợ nổi chuyển giờ họp",
        "Ba mươi hai hộ làng gốm Thanh Hội chung nhau một lò điện, và lần nổ lửa củi cuối cùng",
        "Mưa lớn, phố cổ ngập nửa bánh xe",
        "Hát bội trở lại sân đình",
    ],
    lead: "Người đi bộ được qua cầu từ năm giờ sáng thứ Sáu. Thợ mộc đã thay hai mươi bảy trong sáu mươi sáu cây cột.",
    text: "Sáng sớm, khi sương còn trên mặt sông, ông Sáu Đò là người đầu tiên bước lên ván cầu mới. Gỗ còn thơm, những chiếc chốt lim được đóng lại đúng chỗ cũ, và nước ròng để lộ ra ba thế hệ mộng gỗ dưới chân cột.",
    caption: "Cầu gỗ Bến Đình lúc mặt trời lên, nhìn từ bờ tây",
    names: ["Đỗ Quyên", "Nguyễn Thị Thu Hà"],
    places: ["Thời sự", "Đời sống", "Kinh tế", "Văn hóa", "Giáo dục", "Môi trường"],
    asked: "cầu gỗ",
    tagline: "Tin tức địa phương của thành phố Tân Giang",
};

pub static ENGLISH: Voice = Voice {
    lang: "en-GB",
    titles: [
        "Fish auction moves indoors after a century on the open quay",
        "The lamp at Skerry Point will stay lit",
        "Seals return to the bar",
        "Harbour commissioners publish a tide table that a visitor can read, and residents ask why it took so long",
        "Ferry runs late, again",
        "What the dredger brought up",
    ],
    lead: "Buyers stand dry for the first time since 1911. The bell came with them, and so did most of the shouting.",
    text: "At half past four the shutters went up and the first boxes came in on trolleys instead of shoulders. Maud Pellow, who has sold fish here for thirty years, said that it was warmer and that she could hear herself think, neither of which she had asked for.",
    caption: "The old quay at low water, seen from the ferry slip",
    names: ["Maud Pellow", "Ned Carrow"],
    places: ["Quay", "Council", "Sea", "Comment", "Weather", "Letters"],
    asked: "harbour",
    tagline: "What the tide brings to Wexmouth, every morning",
};

pub static ARABIC: Voice = Voice {
    lang: "ar",
    titles: [
        "سوق السمك يفتح أبوابه قبل الفجر في مبناه الجديد",
        "الجسر الخشبي القديم يعود إلى المارة بعد أربعة أشهر من الترميم",
        "المنارة تبقى مضاءة",
        "اثنتان وثلاثون أسرة في قرية الفخار تتشارك فرنًا كهربائيًا واحدًا بعد آخر حريق بالحطب",
        "العبّارة تتأخر من جديد",
        "ما الذي أخرجته الجرافة من قاع الميناء",
    ],
    lead: "يصل الصيادون إلى الميناء في الثالثة صباحًا. ينادي الباعة على السردين والروبيان قبل أن تشرق الشمس.",
    text: "يصل أول القوارب والظلام لا يزال كثيفًا، وتُنزل الصناديق على عربات بدل الأكتاف. تقول ليلى، التي تبيع السمك هنا منذ ثلاثين عامًا، إن المكان صار أدفأ وإنها تسمع نفسها تفكر، ولم تكن قد طلبت هذا ولا ذاك.",
    caption: "الرصيف القديم عند الجزر كما يُرى من العبّارة",
    names: ["ليلى الحداد", "يوسف بن سالم"],
    places: ["الرصيف", "المجلس", "البحر", "رأي", "الطقس", "رسائل"],
    asked: "الجسر",
    tagline: "ما يحمله المد إلى المدينة كل صباح",
};
