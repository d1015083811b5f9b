using System.Collections.Immutable;
using System.CommandLine;
using Leastwise.Evaluation.Decisions;

namespace Leastwise.Cli;

/// <summary><c>--context key=value[,value]</c> and <c>--unknown-context</c>.</summary>
internal sealed class ContextOption
{
    private readonly Option<string[]> context = new("--context")
    {
        Description = "A condition key and its values; 'key=' is an empty value, '\\,' a comma within one",
        HelpName = "KEY=VALUE[,VALUE]",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<bool> unknown = new("--unknown-context")
    {
        Description = "Keys that are not given may have any value: what hangs on one is undetermined; without this they are absent, as for AWS",
    };

    /// <summary>Adds both to <paramref name="command"/>.</summary>
    public void AddTo(Command command)
    {
        command.Add(context);
        command.Add(unknown);
        command.Validators.Add(result =>
        {
            foreach (string text in (result.GetValue(context) ?? []).Where(text => text.IndexOf('=', StringComparison.Ordinal) <= 0))
            {
                result.AddError($"--context '{text}' is not of the form key=value.");
            }
        });
    }

    /// <summary>Whether keys that are not given may have any value.</summary>
    public bool IsOpen(ParseResult parsed) => parsed.GetValue(unknown);

    /// <summary>The context; a key that is given twice has the values of both.</summary>
    public RequestContext Read(ParseResult parsed)
    {
        var values = ImmutableDictionary.CreateBuilder<string, ImmutableArray<string>>(StringComparer.OrdinalIgnoreCase);
        foreach (string text in parsed.GetValue(context) ?? [])
        {
            int equals = text.IndexOf('=', StringComparison.Ordinal);
            string key = text[..equals];
            values[key] = [.. values.GetValueOrDefault(key, []), .. Split(text[(equals + 1)..])];
        }

        return new RequestContext { Values = values.ToImmutable(), IsOpen = IsOpen(parsed) };
    }

    private static IEnumerable<string> Split(string text)
    {
        int start = 0;
        for (int i = 0; i <= text.Length; i++)
        {
            if (i == text.Length || (text[i] == ',' && (i == 0 || text[i - 1] != '\\')))
            {
                yield return text[start..i].Replace("\\,", ",", StringComparison.Ordinal);
                start = i + 1;
            }
        }
    }
}
