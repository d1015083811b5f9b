using System.CommandLine;
using System.CommandLine.Parsing;
using Leastwise.Catalog;
using Leastwise.Trimming.Cutting;
using Leastwise.Trimming.Replaying;
using Leastwise.Trimming.Shaping;

namespace Leastwise.Cli;

/// <summary><c>trim</c>: policies without what is not needed, and the proof that nothing breaks.</summary>
internal static class TrimCommand
{
    public static Command Create(Terminal terminal)
    {
        var options = new ActorOptions();
        var choice = new TrimChoice();
        var rules = new TrimRules();
        var forms = new TrimForms();
        var command = new Command(
            "trim",
            "Write policies without what is not needed: used privileges stay, unused ones go, what nobody can know stays. History is replayed under the result, and one that would break it "
            + "is not printed. Nothing is written to AWS.");
        choice.AddTo(command);
        rules.AddTo(command);
        forms.AddTo(command);
        options.AddTo(command);
        command.Validators.Add(result =>
        {
            if (choice.IsMany(result) && forms.IsSingle(result))
            {
                result.AddError("With --all this form is written into files: name a folder with -o FOLDER.");
            }

            if (choice.IsPolicy(result) && rules.IsInline(result))
            {
                result.AddError("A managed policy stays one: --as inline is for roles, users and groups.");
            }
        });
        command.SetAction((parsed, cancellation) =>
        {
            ActorRequest request = options.Read(parsed, terminal);
            using var run = new UsageRun(terminal, request, cancellation);
            TrimSubject[] subjects = choice.Subjects(parsed, run, request.Account);
            TrimOptions trimming = rules.Read(parsed);
            using TrimOutput output = forms.Open(parsed, terminal, request.Color, several: subjects.Length > 1);
            var writer = new ActionWriter(ActionCatalog.Default);
            IEnumerable<TrimResult> results = new TrimRun(writer, run.Lookup(), trimming).Run(
                subjects,
                part => run.Analyse([.. part.SelectMany(subject => subject.Members).DistinctBy(member => member.Arn, StringComparer.Ordinal)], sessions: true, details: true),
                cancellation);
            var together = new TrimsTogether();
            foreach (TrimResult result in results)
            {
                if (output.Write(result))
                {
                    together.Add(result);
                }
            }

            if (choice.IsAll(parsed))
            {
                output.WriteTogether(together.Users.Count == 0 ? null : together.Replay(new Replay(ActionCatalog.Default, run.Analyse([.. together.Users], sessions: true, details: true), run.Lookup())));
            }

            output.End();
            return Task.FromResult(run.ExitCode != ExitCode.Done ? run.ExitCode : output.Failed ? ExitCode.Found : ExitCode.Done);
        });
        return command;
    }
}
