using System.Collections.Immutable;

namespace Leastwise.Text;

/// <summary>
/// Collects the diagnostics of one input, the first ones in full. A hostile or broken file can hold a fault every two bytes; the rest is
/// counted, and named with its worst severity.
/// </summary>
/// <param name="most">How many are kept in full.</param>
internal sealed class DiagnosticCollector(int most = 100)
{
    // Made for the first fault: of thousands of policies nearly all have none.
    private ImmutableArray<Diagnostic>.Builder? kept;
    private Diagnostic? firstBeyond;
    private DiagnosticSeverity worstBeyond;
    private long beyond;

    /// <summary>Takes one in.</summary>
    public void Add(Diagnostic diagnostic)
    {
        if ((kept ??= ImmutableArray.CreateBuilder<Diagnostic>()).Count < most)
        {
            kept.Add(diagnostic);
            return;
        }

        firstBeyond ??= diagnostic;
        worstBeyond = (DiagnosticSeverity)Math.Max((int)worstBeyond, (int)diagnostic.Severity);
        beyond++;
    }

    /// <summary>Takes all in.</summary>
    public void AddRange(IEnumerable<Diagnostic> diagnostics)
    {
        foreach (Diagnostic diagnostic in diagnostics)
        {
            Add(diagnostic);
        }
    }

    /// <summary>All that were kept, and one for the rest.</summary>
    public ImmutableArray<Diagnostic> ToImmutable() => kept is null ? [] : firstBeyond is null
        ? kept.ToImmutable()
        : [.. kept, new Diagnostic(worstBeyond, $"From here on there are {beyond} more faults, which are not listed.", firstBeyond.Position)];
}
