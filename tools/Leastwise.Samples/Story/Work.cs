using Leastwise.Samples.Trail;

namespace Leastwise.Samples.Story;

/// <summary>Somebody's calls over some hours.</summary>
public static class Work
{
    /// <summary>Makes each call once, in order, spread over the hours with some unevenness.</summary>
    public static void Spread(this TrailLog log, Caller caller, DateTime from, TimeSpan span, params ReadOnlySpan<Call> calls)
    {
        var dice = Dice.For("work", caller.Arn, Calendar.Print(from));
        var step = Math.Max(1, (int)(span.TotalSeconds / (calls.Length + 1)));
        for (var i = 0; i < calls.Length; i++)
            log.Record(caller, from.AddSeconds((step * (i + 1L)) + dice.Below(Math.Max(1, step / 2))), calls[i]);
    }

    /// <summary>Makes one call several times.</summary>
    public static void Repeat(this TrailLog log, Caller caller, DateTime from, TimeSpan span, int times, Call call)
    {
        var calls = new Call[times];
        Array.Fill(calls, call);
        log.Spread(caller, from, span, calls);
    }

    /// <summary>A time around an hour of the day: people and schedulers are never quite exact.</summary>
    public static DateTime Around(this DateTime day, int hour, string who) =>
        day.AddHours(hour).AddSeconds(Dice.For("around", who, Calendar.Print(day), hour.ToString()).Below(1500));
}
