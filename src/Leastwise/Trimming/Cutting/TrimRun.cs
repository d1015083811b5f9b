using Leastwise.Evaluation.Decisions;
using Leastwise.Trimming.Shaping;
using Leastwise.Usage;

namespace Leastwise.Trimming.Cutting;

/// <summary>
/// Trims many subjects in parts, so that the history of only so many lies in memory at once, on as many threads as there are cores. The results come in the order of the
/// subjects, whatever the threads do.
/// </summary>
/// <param name="writer">The actions, and how they are written.</param>
/// <param name="lookup">Today's policies.</param>
/// <param name="options">What may be taken away.</param>
public sealed class TrimRun(ActionWriter writer, PolicyLookup lookup, TrimOptions options)
{
    private const int MostMembers = 200;
    private const int MostThreads = 8;

    private readonly Lock reading = new();

    /// <summary>The trims.</summary>
    /// <param name="subjects">Whose policies are trimmed.</param>
    /// <param name="analyse">Reads what the members of some subjects did, with details; called by one thread at a time.</param>
    /// <param name="cancel">Ends the run.</param>
    public IEnumerable<TrimResult> Run(IEnumerable<TrimSubject> subjects, Func<IReadOnlyList<TrimSubject>, UsageAnalysis> analyse, CancellationToken cancel = default)
    {
        var running = new Queue<Task<TrimResult[]>>();
        int threads = Math.Clamp(Environment.ProcessorCount, 1, MostThreads);
        foreach (TrimSubject[] part in Parts(subjects))
        {
            running.Enqueue(Task.Run(() => Trim(part, analyse), cancel));
            while (running.Count >= threads)
            {
                foreach (TrimResult result in running.Dequeue().GetAwaiter().GetResult())
                {
                    yield return result;
                }
            }
        }

        while (running.TryDequeue(out Task<TrimResult[]>? last))
        {
            foreach (TrimResult result in last.GetAwaiter().GetResult())
            {
                yield return result;
            }
        }
    }

    private TrimResult[] Trim(TrimSubject[] part, Func<IReadOnlyList<TrimSubject>, UsageAnalysis> analyse)
    {
        UsageAnalysis analysis;
        lock (reading)
        {
            analysis = analyse(part);
        }

        var trimmer = new Trimmer(writer, analysis, lookup, options);
        return [.. part.Select(trimmer.Trim)];
    }

    private static IEnumerable<TrimSubject[]> Parts(IEnumerable<TrimSubject> subjects)
    {
        var part = new List<TrimSubject>();
        int members = 0;
        foreach (TrimSubject subject in subjects)
        {
            if (part.Count > 0 && members + subject.Members.Length > MostMembers)
            {
                yield return [.. part];
                part.Clear();
                members = 0;
            }

            part.Add(subject);
            members += subject.Members.Length;
        }

        if (part.Count > 0)
        {
            yield return [.. part];
        }
    }
}
