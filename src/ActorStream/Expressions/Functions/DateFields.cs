using ActorStream.Types;

namespace ActorStream.Expressions.Functions;

/// <summary>Fields that a date pattern read; those that it did not are those of 1970-01-01 00:00.</summary>
internal struct DateFields
{
    private const long Missing = long.MinValue;
    private long _year = Missing, _yearOfEra = Missing, _era = Missing, _month = Missing, _day = Missing, _dayOfYear = Missing;
    private long _dayOfWeek = Missing, _hour = Missing, _clockHour = Missing, _halfHour = Missing, _clockHalfHour = Missing;
    private long _half = Missing;
    private long _minute = Missing, _second = Missing, _nanos = Missing, _millisOfDay = Missing, _nanosOfDay = Missing;

    public DateFields()
    {
    }

    /// <summary>Keeps a field; false where it contradicts what is there.</summary>
    public bool Set(char letter, long value)
    {
        switch (letter)
        {
            case 'u': return Keep(ref _year, value, -9999, 9999);
            case 'y': return Keep(ref _yearOfEra, value, 1, 9999);
            case 'G': return Keep(ref _era, value, 0, 1);
            case 'M' or 'L': return Keep(ref _month, value, 1, 12);
            case 'd': return Keep(ref _day, value, 1, 31);
            case 'D': return Keep(ref _dayOfYear, value, 1, 366);
            case 'E': return Keep(ref _dayOfWeek, value, 1, 7);
            case 'H': return Keep(ref _hour, value, 0, 24);
            case 'k': return Keep(ref _clockHour, value, 1, 24);
            case 'K': return Keep(ref _halfHour, value, 0, 11);
            case 'h': return Keep(ref _clockHalfHour, value, 1, 12);
            case 'a': return Keep(ref _half, value, 0, 1);
            case 'm': return Keep(ref _minute, value, 0, 59);
            case 's': return Keep(ref _second, value, 0, 59);
            case 'S' or 'n': return Keep(ref _nanos, value, 0, 999_999_999);
            case 'A': return Keep(ref _millisOfDay, value, 0, 86_399_999);
            case 'N': return Keep(ref _nanosOfDay, value, 0, 86_399_999_999_999);
            default: return true;
        }
    }

    /// <summary>The timestamp of the fields, to the millisecond.</summary>
    public readonly bool TryResolve(out long micros)
    {
        micros = 0;
        long year = _year != Missing ? _year : _yearOfEra == Missing ? 1970 : _era == 0 ? 1 - _yearOfEra : _yearOfEra;
        long month = Or(_month, 1), day = Or(_day, 1);
        if (year is < 1 or > 9999) return false;
        if (_dayOfYear != Missing && _month == Missing && (_year != Missing || _yearOfEra != Missing))
        {
            if (_dayOfYear > (DateTimeMath.IsLeapYear((int)year) ? 366 : 365)) return false;
            (_, int m, int d) = DateTimeMath.FromDays(DateTimeMath.ToDays((int)year, 1, 1) + (int)_dayOfYear - 1);
            (month, day) = (m, d);
        }
        (long hour, long minute, long second, long nanos) = Time();
        if (!DatePattern.TryMake((int)year, (int)month, (int)day, (int)hour, (int)minute, (int)second, (int)nanos, out micros))
        {
            return false;
        }
        int days = (int)DateTimeMath.FloorDiv(micros, DateTimeMath.MicrosPerDay);
        return _dayOfWeek == Missing || _day == Missing || CalendarMath.DayOfWeek(days) == _dayOfWeek;
    }

    private readonly (long Hour, long Minute, long Second, long Nanos) Time()
    {
        long ofDay = _nanosOfDay != Missing ? _nanosOfDay : _millisOfDay != Missing ? _millisOfDay * 1_000_000 : Missing;
        if (ofDay != Missing)
        {
            long seconds = ofDay / 1_000_000_000;
            return (seconds / 3600, seconds / 60 % 60, seconds % 60, ofDay % 1_000_000_000);
        }
        long hour = 0;
        if (_hour != Missing) hour = _hour;
        else if (_clockHour != Missing) hour = _clockHour % 24;
        else if (_half != Missing && _halfHour != Missing) hour = _half * 12 + _halfHour;
        else if (_half != Missing && _clockHalfHour != Missing) hour = _half * 12 + _clockHalfHour % 12;
        return (hour, Or(_minute, 0), Or(_second, 0), Or(_nanos, 0));
    }

    private static long Or(long value, long otherwise) => value == Missing ? otherwise : value;

    private static bool Keep(ref long field, long value, long least, long most)
    {
        if (value < least || value > most || field != Missing && field != value) return false;
        field = value;
        return true;
    }
}
