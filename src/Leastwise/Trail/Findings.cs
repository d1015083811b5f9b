using Leastwise.Text;

namespace Leastwise.Trail;

/// <summary>What a text gave so far.</summary>
/// <param name="path">How the text is called in messages.</param>
/// <param name="now">Events after this moment are dated in the future.</param>
/// <param name="budget">What the file may still unpack to.</param>
internal sealed class Findings(string path, DateTimeOffset now, UnpackBudget budget)
{
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(15);

    private long bad;
    private long broken;
    private long insights;
    private long future;
    private Diagnostic? firstBad;
    private Diagnostic? firstFuture;

    /// <summary>How the text is called in messages.</summary>
    public string Path => path;

    /// <summary>What the file may still unpack to, this text and all others of it together.</summary>
    public UnpackBudget Budget => budget;

    /// <summary>How many events were read.</summary>
    public long Events { get; private set; }

    /// <summary>How many things were met that are, or should be, records.</summary>
    public long Met => Events + bad + insights;

    /// <summary>How many strings were unpacked from base64.</summary>
    public long Unpacked { get; set; }

    /// <summary>What the text is where it holds no records.</summary>
    public OtherKind Other { get; } = new();

    /// <summary>Why the rest was not read; null where it was read to its end.</summary>
    public string? Trouble { get; set; }

    /// <summary>Counts what a record gave.</summary>
    /// <param name="step">What the taker said of a record whose end it has seen.</param>
    /// <param name="window">The text, at the place where the record begins.</param>
    /// <param name="place">Tells the place of a text that has none of its own, such as an unescaped string; null for a file's text.</param>
    public void Count(in RecordStep step, TextWindow window, Func<SourcePosition>? place)
    {
        // To tell a place costs a pass over the window, so it is done only where it is said.
        if (step.Fate != RecordFate.Event || step.Time - ClockSkew > now)
        {
            Count(step, place?.Invoke() ?? window.PositionOf(path, 0));
        }
        else
        {
            Events++;
        }
    }

    /// <summary>Counts what a record gave.</summary>
    /// <param name="step">What the taker said of it.</param>
    /// <param name="place">Where it stands.</param>
    public void Count(in RecordStep step, SourcePosition place)
    {
        switch (step.Fate)
        {
            case RecordFate.Event:
                Events++;
                if (step.Time - ClockSkew > now)
                {
                    future++;
                    firstFuture ??= new Diagnostic(
                        DiagnosticSeverity.Warning,
                        $"An event is dated in the future, {step.Time:yyyy-MM-dd'T'HH:mm:ss'Z'}; it is kept, but check the clock of this machine and where the log comes from.",
                        place);
                }

                break;
            case RecordFate.Insight:
                insights++;
                break;
            default:
                AddBad(step.Reason ?? "it cannot be read", place);
                break;
        }
    }

    /// <summary>Counts a record that could not be read and remembers the first.</summary>
    public void AddBad(string reason, SourcePosition position)
    {
        bad++;
        firstBad ??= new Diagnostic(DiagnosticSeverity.Warning, $"A record was passed over: {reason}.", position);
    }

    /// <summary>Counts a document that is not JSON, which may have been one record or many.</summary>
    public void AddBroken(SourcePosition position)
    {
        broken++;
        AddBad("it is not valid JSON", position);
    }

    /// <summary>The text's result, without what only its file tells.</summary>
    public TrailFileResult Result(long bytes)
    {
        bool onlyInsights = Trouble is null && Events == 0 && bad == 0 && insights > 0;
        string? other = Met > 0 ? null : Other.Sentence;
        if (broken > 0 && broken == bad && Events + insights == 0 && firstBad is Diagnostic first)
        {
            Trouble ??= $"It is not valid JSON at line {first.Position.Line}, column {first.Position.Column}; no events were read.";
        }

        return new TrailFileResult
        {
            Path = path,
            ContentHash = "",
            UnpackedBytes = bytes,
            EventCount = Events,
            BadRecords = bad,
            FirstBadRecord = firstBad,
            InsightRecords = insights,
            FutureEvents = future,
            FirstFutureEvent = firstFuture,
            NotReadBecause = onlyInsights ? "It holds CloudTrail Insights, which are no calls (passed over)." : Trouble ?? other,
            PassedOver = onlyInsights || (Trouble is null && other is not null && Other.HoldsNoEventsByNature),
            LosesEvents = Trouble is not null || bad > 0,
        };
    }
}
