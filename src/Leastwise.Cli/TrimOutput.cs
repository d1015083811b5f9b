using Leastwise.Policies;
using Leastwise.Principals;
using Leastwise.Reporting;
using Leastwise.Reporting.Trims;
using Leastwise.Trimming.Cutting;
using Leastwise.Trimming.Replaying;

namespace Leastwise.Cli;

/// <summary>Writes trims one after another, in one of the forms, and all forms into folders. One that would break history is kept back.</summary>
internal sealed class TrimOutput(Terminal terminal, string format, bool patch, string? folder, bool force, bool colour, bool several) : IDisposable
{
    private Stream? stream;
    private TrimJson? json;
    private int trims;
    private int changed;
    private int refused;
    private int problems;

    /// <summary>Whether a trim was kept back, or is one that AWS would refuse.</summary>
    public bool Failed => refused + problems > 0;

    /// <summary>Writes a trim, and says whether it may be deployed: one that is kept back may not.</summary>
    public bool Write(TrimResult result)
    {
        trims++;
        changed += result.Changes ? 1 : 0;
        problems += result.Problem is null ? 0 : 1;
        bool keptBack = result.Breaks && !force;
        refused += keptBack ? 1 : 0;
        if (folder is not null && result.Changes && !keptBack)
        {
            WriteFiles(result, Path.Combine(folder, result.Subject.AccountId, $"{result.Subject.Kind.ToString().ToLowerInvariant()}-{FileName(result.Subject.Name)}"));
        }

        if (format == OutputFormat.Json)
        {
            stream ??= terminal.OpenOut();
            json ??= new TrimJson(stream, result.Window);
            json.Write(result, keptBack);
            return !keptBack;
        }

        if (format == OutputFormat.Text || !result.Changes || keptBack)
        {
            bool text = format == OutputFormat.Text;
            string told = TrimText.Write(result, withPolicies: text && !patch && !several && !keptBack && folder is null, terminal.Width, colour && text);
            (text ? terminal.Out : terminal.Error).Write(several && trims > 1 ? $"\n{told}" : told);
        }

        if (keptBack)
        {
            terminal.Error.WriteLine($"{Legible.Plain(result.Subject.Label)}: the result would break what was done, so it is kept back; --even-if-it-breaks prints it.");
            if (result.Replay is { } replay)
            {
                terminal.Error.Write(ReplayText.Write(replay, terminal.Width, colour: false));
            }

            return false;
        }

        if (result.Policies.IsEmpty && result.Changes && format == "cloudformation")
        {
            terminal.Error.WriteLine($"{Legible.Plain(result.Subject.Label)}: nothing is left to deploy, and a template needs a resource; --format cli takes away today's policies.");
        }
        else if (result.Changes && folder is null)
        {
            terminal.Out.Write(patch ? Patch(result) : Form(result));
        }

        return true;
    }

    /// <summary>Writes what came of all trims together.</summary>
    public void WriteTogether(ReplayResult? replay)
    {
        refused += replay?.Breaks == true ? 1 : 0;
        if (json is not null)
        {
            json.WriteTogether(replay);
            return;
        }

        if (format == OutputFormat.Text && replay is not null)
        {
            terminal.Out.Write(TrimText.Together(replay, terminal.Width, colour));
        }
    }

    /// <summary>Ends, and says what came of it where there were several.</summary>
    public void End()
    {
        json?.Dispose();
        json = null;
        stream?.Dispose();
        stream = null;
        if (several || folder is not null)
        {
            string kept = refused > 0 ? $", {refused} kept back" : "";
            string files = folder is null ? "" : $"; written to {folder}";
            terminal.Error.WriteLine($"{Legible.Count(trims, "trim")}: {Legible.Number(changed)} with a result, {Legible.Number(trims - changed)} left alone{kept}{files}.");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => stream?.Dispose();

    private string Patch(TrimResult result) =>
        TrimPatch.IsSmaller(result) ? TrimPatch.Write(result) : $"A patch is no shorter than new policies here:\n{Form(result, "policy")}";

    private string Form(TrimResult result, string? form = null) => (form ?? format) switch
    {
        "policy" => result.Policies is [var only] ? $"{PolicyWriter.Write(only.Document)}\n" : $"[\n{string.Join(",\n", result.Policies.Select(policy => PolicyWriter.Write(policy.Document)))}\n]\n",
        "cli" => CliForm.Write(result),
        "terraform" => TerraformForm.Write(result),
        "cloudformation" => CloudFormationForm.Write(result),
        "markdown" => ChangeRequest.Write(result),
        _ => "",
    };

    private static void WriteFiles(TrimResult result, string place)
    {
        try
        {
            Directory.CreateDirectory(place);
            foreach (NamedPolicy policy in result.Policies)
            {
                File.WriteAllText(Path.Combine(place, $"{FileName(policy.Name)}.json"), $"{PolicyWriter.Write(policy.Document)}\n");
            }

            File.WriteAllText(Path.Combine(place, "apply.sh"), CliForm.Write(result));
            File.WriteAllText(Path.Combine(place, "main.tf"), TerraformForm.Write(result));
            if (!result.Policies.IsEmpty)
            {
                // A template without resources is none.
                File.WriteAllText(Path.Combine(place, "template.json"), CloudFormationForm.Write(result));
            }

            File.WriteAllText(Path.Combine(place, "change-request.md"), ChangeRequest.Write(result));
            File.WriteAllText(Path.Combine(place, "patch.diff"), TrimPatch.Write(result));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{place}: the result cannot be written there ({exception.Message.TrimEnd('.')}).");
        }
    }

    /// <summary>IAM's names hold letters, digits and a few signs, all of which files can have; a name that was made up may hold others.</summary>
    private static string FileName(string name) => string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '=' or ',' or '.' or '@' or '-' or '_' ? c : '_'));
}
