"""Words by which one tells an assertion from a greeting, a question, an opinion or an advertisement.

The lists name each language's commonest openings; they are matched at the seams of words, in lower case.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from models.text.openings import ANY, Phrases, lowered


class Family:
    """Phrases of one kind, whatever the case they are written in."""

    def __init__(self, phrases: Phrases) -> None:
        self._phrases = phrases

    def search(self, text: str) -> bool:
        """Tell whether a text holds one of them."""
        return self._phrases.search(lowered(text))

    def match(self, text: str) -> bool:
        """Tell whether a text begins with one of them."""
        return self.end(text) > 0

    def end(self, text: str) -> int:
        """Give the place behind the one that a text begins with; 0 where it begins with none."""
        found = self._phrases.match(lowered(text))
        return found.end() if found else 0


def _listed(words: str) -> list[str]:
    return [lowered(word.strip()) for word in words.replace("\n", "|").split("|") if word.strip()]


def _family(words: str, pattern: str, *, goes_on: bool = False) -> Family:
    """Make a family; ``{}`` in the pattern stands for any of its phrases, whose last word may go on."""
    listed = _listed(words)
    written = pattern.replace("{}", f"(?:{'|'.join(map(re.escape, listed))})")
    return Family(Phrases(written, _beginnings(listed, goes_on=goes_on)))


def _beginnings(listed: list[str], *, goes_on: bool) -> Iterator[str]:
    for phrase in listed:
        first = re.match(r"\w+", phrase)
        assert first, f"{phrase!r} must begin with a letter"
        yield first[0] + ANY if goes_on and first[0] == phrase else first[0]


def _starts(words: str) -> Family:
    return _family(words, r"{}(?!\w)")


def _within(words: str) -> Family:
    return _family(words, r"(?<!\w){}(?!\w)")


def _flash(words: str) -> Family:
    return _family(words, r"(?:{}\s*(?:[:!|—–―：！-]+)\s*)+")


def _stems(words: str) -> Family:
    return _family(words, r"(?<!\w){}", goes_on=True)


FLASH: Final = _flash("""
breaking news|breaking|just in|update|updated|urgent|exclusive|alert|flash|developing|unconfirmed
срочно|срочная новость|молния|обновлено|обновление|дополнение|эксклюзив|важно|внимание|слух дня
терміново|оновлено|оновлення|блискавка|ексклюзив|важливо|увага|новина дня
шұғыл|жедел|жаңа хабар|жаңартылды|назар аударыңыз
eil|eilmeldung|aktualisiert|exklusiv|achtung
pilne|z ostatniej chwili|aktualizacja|uwaga
urgente|última hora|ultima hora|actualización|exclusiva|atención|atualização|exclusivo|atenção
alerte info|alerte|mise à jour|exclusif|attention|ultim'ora|aggiornamento|esclusiva
son dakika|flaş|acil|güncelleme
عاجل|خبر عاجل|突发|快讯|最新
""")
"""What stands before a piece of news and is none of it; may stand twice (``UPDATE: BREAKING:``)."""

GREETING: Final = _starts("""
good morning|good evening|good night|good afternoon|hello|hi all|hi everyone|hey everyone|happy birthday
happy new year
morning all|congratulations|congrats|thank you|thanks|welcome|rip
доброе утро|добрый день|добрый вечер|спокойной ночи|доброй ночи|привет|приветствую|здравствуйте|с днём
с днем
с праздником|поздравляем|поздравляю|всем привет|спасибо|утро
доброго ранку|добрий ранок|добрий день|добрий вечір|доброго дня|доброго вечора|на добраніч|привіт|вітаю
вітаємо|дякую|з днем
зі святом
қайырлы таң|қайырлы күн|қайырлы кеш|кеш жарық|сәлем|сәлеметсіз|ассалаумағалейкум|құттықтаймыз|рақмет|рахмет
guten morgen|guten abend|gute nacht|hallo|moin|danke|herzlichen glückwunsch
dzień dobry|dobry wieczór|dobranoc|cześć|witam|dziękuję|miłego dnia
buenos días|buenas tardes|buenas noches|hola|gracias|feliz|bonjour|bonsoir|bonne nuit|salut|merci|bom dia
boa tarde
boa noite|olá|obrigado|obrigada|buongiorno|buonasera|buonanotte|ciao|grazie
günaydın|iyi akşamlar|iyi geceler|merhaba|selam|teşekkürler
صباح الخير|مساء الخير|السلام عليكم|مرحبا|早上好|晚上好|大家好|你好
""")

CALL: Final = _stems("""
subscribe|follow us|follow me|join our|join us|click here|link in bio|retweet|rt before|rt if|share before
share this|please share
like and|turn on notifications|sign up|dm me|dm us|order now|buy now|promo code|promocode|giveaway
discount|sponsored
free shipping|use code|screenshot this|read more|watch live
подписывайтесь|подпишись|подписаться|подписка|переходите по ссылке|ссылка в|жмите|ставьте лайк|делитесь
репост|розыгрыш|скидк
промокод|рекламодатель|пишите в личку|в директ|заказать|закажите|успей купить|рассрочк|акция до
читать далее|читайте|смотрите|читать нас|читать полностью|прислать новость|полный выпуск
підписуйтесь|підписуйся|підпишись|тисніть|посилання в|ставте лайк|розіграш|знижк|промокод|пишіть в
замовляйте|поширюйте|читайте|дивіться
жазылыңыз|жазылып|сілтеме|бөлісіңіз|жеңілдік|ұтыс
abonnieren|folgt uns|jetzt bestellen|rabatt|gewinnspiel|gutschein|hier klicken|teilen sie|subskrybuj
zapisz się|obserwuj nas|udostępnij
promocja|zniżk|kup teraz|suscríbete|síguenos|suscribirse|comparte|descuento|sorteo|abonnez-vous
suivez-nous|partagez|réduction
inscreva-se|siga-nos|compartilhe|desconto|iscriviti|seguici|condividi|sconto|abone ol|takip et|paylaş
indirim
اشترك|تابعونا|خصم|关注|订阅|点击|优惠
""")

ADVERTISEMENT: Final = _starts("""
реклама|на правах рекламы|промо|продам|продаю|куплю|сдам|сдаю|сниму|ищу|отдам
продаж|куплю|здам|шукаю|віддам|на правах реклами
жарнама|сатамын|сатылады
ad|ads|advertisement|sponsored|for sale|hiring|we are hiring|we're hiring
werbung|anzeige|zu verkaufen|reklama|sprzedam|kupię|publicidad|anuncio|se vende|publicité|à vendre
publicidade|vende-se
pubblicità|vendesi|reklam|satılık|إعلان|广告
""")

ASKS: Final = _starts("""
who|what|when|where|why|how|which|did|does|do|is|are|was|were|has|have|can|could|will|would|should|anyone
anybody|any
кто|что|когда|где|почему|зачем|как|какой|какая|какие|сколько|разве|неужели|правда ли|правда|а кто|а что
а где|это точно
хто|що|коли|де|чому|навіщо|як|який|яка|які|скільки|невже|хіба|чи|а хто|а що
кім|не|қашан|қайда|неге|қалай|қанша|рас па|әлде
wer|was|wann|wo|warum|wieso|wie|welche|welcher|hat|ist|sind|weiß|stimmt
kto|co|kiedy|gdzie|dlaczego|czemu|jak|który|ile|czy
quién|qué|cuándo|dónde|por qué|cómo|cuál|cuánto|qui|que|quand|où|pourquoi|comment|quel|quelle|combien|est-ce
quem|quando|onde|por que|como|qual|chi|cosa|dove|perché|come|quale
kim|ne|ne zaman|nerede|neden|niçin|nasıl|hangi|kaç
هل|من|ماذا|متى|أين|لماذا|كيف|谁|什么|为什么|怎么|哪里|是不是
""")
"""Openings of a question; only together with a question mark or in a text without one at its end."""

OPINION: Final = _within("""
i think|i guess|i feel|i believe|i hope|i wonder|i love|i hate|i wish|imho|imo|tbh|lol|lmao|omg|wtf
honestly|good riddance
in my opinion|my two cents|so funny|what a joke|can't believe|just saying|who cares|serves them right
about time|let's hope|let us hope|hopefully|fingers crossed|god bless|thoughts and prayers|stay safe|take care
may god
дай бог|не дай бог|лишь бы|хоть бы|скорее бы|берегите себя|держитесь|всем добра|всем мира|царствие небесное
светлая память
дай боже|аби тільки|хоч би|скоріше б|бережіть себе|тримайтеся|царство небесне|світла пам'ять
болсын әйтеуір|болсыншы|лайым|құдай сақтасын|алла сақтасын|аман болыңыз|жатқан жері жайлы болсын
hoffentlich|passt auf euch auf|gott sei dank|oby|daj boże|uważajcie na siebie|dios quiera|cuídense|pourvu que
prenez soin de vous|tomara|deus queira|se cuidem|speriamo|inşallah|keşke|allah korusun|إن شاء الله|希望|愿
я думаю|думаю|мне кажется|по-моему|считаю|надеюсь|имхо|честно говоря|если честно|мне всё равно
мне все равно|ржу|лол|обожаю
ненавижу|люблю|жаль|какой ужас|ну такое|бред
я гадаю|мені здається|на мою думку|вважаю|сподіваюсь|сподіваюся|чесно кажучи|мені байдуже|люблю|ненавиджу
шкода|ну таке
менің ойымша|меніңше|бәрібір|өкінішті|жақсы көремін
ich denke|ich glaube|ich finde|ich hoffe|meiner meinung|ehrlich gesagt|myślę|moim zdaniem|sądzę
mam nadzieję|szczerze mówiąc
creo que|pienso que|en mi opinión|ojalá|je pense|je crois|à mon avis|j'espère|acho que|na minha opinião
espero que
penso che|secondo me|spero|bence|sanırım|umarım|أعتقد|برأيي|我觉得|我认为
""")

CAPTION: Final = _starts("""
photo:|photos:|video:|picture:|image:|credit:|footage from the scene|more footage|video from the scene
photos from the scene|more photos
фото:|видео:|фото с места|видео с места|кадры с места|ещё кадры|еще кадры|ещё видео|еще видео|ещё фото
еще фото|автор:|текст:|источник:
відео:|фото з місця|відео з місця|кадри з місця|ще кадри|ще відео|ще фото|джерело:|бейне:|дереккөз:
foto:|fotos:|bild:|bilder:|quelle:|zdjęcie:|zdjęcia:|źródło:|wideo:|fuente:|vídeo:|crédit photo|source:
fonte:|kaynak:|fotoğraf:|görüntüler:|صورة:|图源
""")
"""What stands under a picture; it tells of the picture, and the news stands elsewhere."""

ATTRIBUTION: Final = _starts("""
this was reported by|this was announced by|this was stated by|it was reported by|the news was first reported
об этом|о случившемся|о происшествии|про це|про подію|про інцидент
бұл туралы|осы туралы|ол туралы
darüber berichtet|darüber berichten|das berichtet|das berichten|das teilte|das sagte
o tym|o sprawie|así lo|lo informó|c'est ce que|foi o que|a informação foi|lo riferisce|lo riportano
bunu açıkladı|جاء ذلك|对此
""")
"""Beginnings of a sentence that tells who said what stands before it, and not what that is."""

ROUTINE: Final = _starts("""
weekly digest|daily digest|digest|our podcast|new podcast|newsletter|on this day|today we celebrate
recipe of the day|horoscope|word of the day|quote of the day
дайджест|подборка|шпаргалка|итоги недели|итоги дня|главное за неделю|главное за день|главные новости
свежий подкаст|подкаст|куда сходить|гороскоп|рецепт дня|цитата дня|сегодня отмечается|в этот день
дайджест|добірка|підсумки тижня|підсумки дня|головне за тиждень|головне за день|подкаст|куди піти|гороскоп
рецепт вечора|рецепт дня|цитата дня|сьогодні відзначають
дайджест|апта қорытындысы|бүгінгі мақал|жұлдызжорам
wochenrückblick|podcast|horoskop|rezept des tages|podsumowanie tygodnia|przepis dnia|resumen de la semana
horóscopo|receta del día|horoscope du jour|recette du jour|receita do dia|oroscopo|ricetta del giorno
haftanın özeti|burç yorumları|günün sözü
""")
"""Openings of what is published every day or week whatever happens."""

ONESELF: Final = _within("""
i|i'm|i've|my|me|we|our|я|мне|меня|мой|моя|мою|моего|моей|мы|нам|мені|мене|мій|моя|мою|мої|моєї|ми|мен
маған|менің
ich|mir|mein|meine|muss|wir|ja|mam|mi|mnie|mój|moja|yo|mi|je|j'ai|mon|ma|eu|meu|minha|io|mio|mia|ben|benim
bana
""")
"""The first person: in a post that asks, the rest then tells why it asks."""

LAUGHS: Final = re.compile(
    "[\U0001f602\U0001f923\U0001f606\U0001f639\U0001f605\U0001f921\U0001f61c\U0001f92a]|\\){3}|\\({3}"
)
"""Faces and brackets of somebody who jokes or sighs."""

REPORTS: Final = _stems("""
says|said|reports|reported|reportedly|claims|confirmed|confirms|announce|according to|sources|will
to suspend|has been|is going to
plans to|decided|denies|denied|killed|arrested|resign|closes|closed|ban|sign
сообщ|заявил|по данным|по информации|источник|пишет|пишут|говорят|подтверд|реши|будет|будут|объяв|планиру
собира|опроверг|погиб
закр|ввод|запрет|приостан|выход
повідом|заяв|за даними|за інформацією|джерел|пише|пишуть|кажуть|підтверд|виріш|буде|будуть|оголо|плану
спрост|загин|закри
заборон|призуп|вихо
хабарла|мәлімде|айтты|деседі|дейді|жазуынша|дереккөз|растады|шешім|болады|тоқтат|жаб|шыға|жариялады
berichte|laut|sagte|meldet|bestätigt|wird|werden|kündigt|schließ|podaje|poinformował|według|zamyka|zamkn
będzie|potwierdz
según|informó|anunció|confirm|será|selon|annonc|sera|segundo|anunciou|secondo|annunci|sarà|açıkladı|göre
duyurdu|kapat
أعلن|قال|وفق|بحسب|宣布|表示|报道|据
""")
"""Words of reports and of plain statements in the future or the past: a sentence with one is likely news."""
