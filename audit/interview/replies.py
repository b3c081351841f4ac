"""What the interview says back to a line, in the three languages."""

from __future__ import annotations

REPLIES = {
    "en": {
        "intro": "Questions left: {left}. Every answer is saved at once. "
        ":help explains, :quit leaves.",
        "now": "Answer so far: {value}   (Enter keeps it)",
        "table": "Rows so far: {rows}. "
        "Enter or :end closes the table, :clear empties it.",
        "none": "Nothing to list? :end says so.",
        "form": "Not understood. Expected: {expected}.",
        "range": "Outside the range: {range}",
        "option": "No such option: {given}. Choose from 1 to {count}.",
        "alone": "“{label}” can only stand alone.",
        "twice": "Named twice: {given}.",
        "country": "No such country code: {given}.",
        "contact": "Needed, separated by semicolons: name, position, and an e-mail "
        "address or phone number. Leave a part empty if there is none.",
        "long": "{length} characters; at most {most} fit.",
        "hidden": "Hidden characters: {found}. Type the line by hand.",
        "rows": "Rows: {rows}. Expected: {range}",
        "cells": "Still to fill in: {columns}.",
        "evidence": "Not among the evidence: {given}. Listed: {known}. "
        "audit evidence add adds files.",
        "always": "This question always applies. "
        "Without an answer: :unknown or :decline.",
        "reason": "Say why: :na REASON.",
        "text": "Say what: :comment TEXT.",
        "carried": "There is no earlier answer to confirm.",
        "command": "No such command: {given}. :help lists them.",
    },
    "uk": {
        "intro": "Залишилося питань: {left}. Кожна відповідь зберігається одразу. "
        ":help – довідка, :quit – вийти.",
        "now": "Записана відповідь: {value}   (Enter залишає її)",
        "table": "Рядків: {rows}. Enter або :end завершує таблицю, :clear очищає її.",
        "none": "Немає що записати? Так і скаже :end.",
        "form": "Не вдалося зрозуміти. Потрібно: {expected}.",
        "range": "Поза межами. Допустимо: {range}",
        "option": "Немає такого варіанта: {given}. Оберіть від 1 до {count}.",
        "alone": "Варіант «{label}» обирають лише окремо.",
        "twice": "Названо двічі: {given}.",
        "country": "Немає такого коду країни: {given}.",
        "contact": "Потрібні через крапку з комою: ім’я, посада, електронна адреса або "
        "телефон. Якщо чогось немає, залиште це місце порожнім.",
        "long": "Символів: {length}; уміщається щонайбільше {most}.",
        "hidden": "Приховані символи: {found}. Наберіть рядок вручну.",
        "rows": "Рядків: {rows}. Допустимо: {range}",
        "cells": "Ще не заповнено: {columns}.",
        "evidence": "Серед доказів немає: {given}. У списку: {known}. "
        "Файли додає audit evidence add.",
        "always": "Це питання стосується всіх. "
        "Якщо відповіді немає: :unknown або :decline.",
        "reason": "Поясніть чому: :na ПРИЧИНА.",
        "text": "Допишіть текст: :comment ТЕКСТ.",
        "carried": "Немає попередньої відповіді, яку можна підтвердити.",
        "command": "Немає такої команди: {given}. Перелік покаже :help.",
    },
    "ru": {
        "intro": "Осталось вопросов: {left}. Каждый ответ сохраняется сразу. "
        ":help – справка, :quit – выйти.",
        "now": "Записанный ответ: {value}   (Enter оставляет его)",
        "table": "Строк: {rows}. Enter или :end завершает таблицу, :clear очищает её.",
        "none": "Нечего записать? Так и скажет :end.",
        "form": "Не удалось понять. Нужно: {expected}.",
        "range": "Вне пределов. Допустимо: {range}",
        "option": "Нет такого варианта: {given}. Выберите от 1 до {count}.",
        "alone": "Вариант «{label}» выбирают только отдельно.",
        "twice": "Названо дважды: {given}.",
        "country": "Нет такого кода страны: {given}.",
        "contact": "Нужны через точку с запятой: имя, должность, электронный адрес или "
        "телефон. Если чего-то нет, оставьте это место пустым.",
        "long": "Символов: {length}; помещается не больше {most}.",
        "hidden": "Скрытые символы: {found}. Наберите строку вручную.",
        "rows": "Строк: {rows}. Допустимо: {range}",
        "cells": "Ещё не заполнено: {columns}.",
        "evidence": "Среди доказательств нет: {given}. В списке: {known}. "
        "Файлы добавляет audit evidence add.",
        "always": "Этот вопрос относится ко всем. "
        "Если ответа нет: :unknown или :decline.",
        "reason": "Объясните почему: :na ПРИЧИНА.",
        "text": "Допишите текст: :comment ТЕКСТ.",
        "carried": "Нет прежнего ответа, который можно подтвердить.",
        "command": "Нет такой команды: {given}. Список покажет :help.",
    },
}
