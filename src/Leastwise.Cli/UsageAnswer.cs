using System.Collections.Immutable;
using Leastwise.Principals;
using Leastwise.Reporting;
using Leastwise.Usage;

namespace Leastwise.Cli;

/// <summary>Writes the answers of <c>usage</c> in the format asked for, actor by actor as they are judged.</summary>
internal sealed class UsageAnswer(Terminal terminal, UsageHead head, UsageStyle style, string format, bool colour) : IDisposable
{
    /// <summary>Privileges with verdicts.</summary>
    public void WriteUsage(IEnumerable<(ActorUsage Actor, IamPrincipal? As)> actors)
    {
        switch (format)
        {
            case OutputFormat.Json:
                terminal.WriteJson(stream => UsageJson.WriteUsage(head, actors, style, stream));
                break;
            case OutputFormat.Csv:
                UsageCsv.WriteUsage(head, actors, style, terminal.Out);
                break;
            case OutputFormat.Markdown:
                Sections(UsageMarkdown.Head(head), actors.Select(one => UsageMarkdown.WriteUsage(one.Actor, style, one.As)));
                break;
            default:
                Sections(HeadText.Write(head, colour), actors.Select(one => UsageText.Write(one.Actor, head.Window, style, one.As)));
                break;
        }
    }

    /// <summary>Who used what behind a principal's sessions.</summary>
    public void WriteOrigins(IEnumerable<(IamPrincipal Principal, ImmutableArray<OriginUsage> Origins)> principals)
    {
        switch (format)
        {
            case OutputFormat.Json:
                terminal.WriteJson(stream => OriginReport.WriteJson(head, principals, style.Filter, stream));
                break;
            case OutputFormat.Csv:
                OriginReport.WriteCsv(principals, style.Filter, terminal.Out);
                break;
            case OutputFormat.Markdown:
                Sections(UsageMarkdown.Head(head), principals.Select(one => OriginReport.Markdown(one.Principal, one.Origins, style.Filter)));
                break;
            default:
                Sections(HeadText.Write(head, colour), principals.Select(one => OriginReport.Text(one.Principal, one.Origins, head.Window, style)));
                break;
        }
    }

    /// <summary>Denied calls.</summary>
    public void WriteDenied(IEnumerable<DenialAnswer> answers)
    {
        ImmutableArray<DenialAnswer> all = [.. answers.Where(one => one.Action is null || style.Filter.Services.IsEmpty || style.Filter.Services.Contains(one.Action.Split(':')[0]))];
        switch (format)
        {
            case OutputFormat.Json:
                terminal.WriteJson(stream => DenialReport.WriteJson(head, all, stream));
                break;
            case OutputFormat.Csv:
                DenialReport.WriteCsv(all, terminal.Out);
                break;
            case OutputFormat.Markdown:
                terminal.Out.Write(UsageMarkdown.Head(head) + DenialReport.Markdown(all));
                break;
            default:
                terminal.Out.Write(HeadText.Write(head, colour) + DenialReport.Text(all, head.Window, colour));
                break;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => terminal.Out.Flush();

    private void Sections(string first, IEnumerable<string> sections)
    {
        terminal.Out.Write(first);
        bool begun = false;
        foreach (string section in sections)
        {
            terminal.Out.Write(begun ? "\n" + section : section);
            begun = true;
        }
    }
}
