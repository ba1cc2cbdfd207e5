"""Reranker: the promises that the fake and sentence-transformers' cross-encoder both keep"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fakes.rerankers import WordReranker

QUESTION = "what eats aphids?"
TEXTS = ["Ladybirds eat aphids.", "Bread is baked.", "Aphids suck sap. " * 300]

# In a process of its own: PyTorch in this one would hide what else imports it.
ENCODER = """
import asyncio, json, sys
import torch
from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast
from knowledge.adapters.reranker import CrossEncoderReranker
from knowledge.errors import RerankerMissing

folder, question, texts = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
letters = "abcdefghijklmnopqrstuvwxyz"
vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *letters, *(f"##{it}" for it in letters)]
with open(f"{folder}/vocab.txt", "w") as file:
    file.write("\\n".join(vocabulary))
BertTokenizerFast(f"{folder}/vocab.txt", model_max_length=64).save_pretrained(folder)
config = BertConfig(vocab_size=len(vocabulary), hidden_size=16, num_hidden_layers=1, num_attention_heads=2,
                    intermediate_size=16, max_position_embeddings=64, num_labels=1, initializer_range=1.0)
torch.manual_seed(7)
BertForSequenceClassification(config).save_pretrained(folder)

async def main():
    reranker = CrossEncoderReranker(folder)
    all = await reranker.scores(question, texts)
    each = [(await reranker.scores(question, [text]))[0] for text in texts]
    none = await reranker.scores(question, [])
    try:
        await CrossEncoderReranker(f"{folder}/nowhere").scores(question, texts)
        missing = ""
    except RerankerMissing as error:
        missing = error.hint
    print(json.dumps({"all": all, "each": each, "none": none, "missing": missing}))

asyncio.run(main())
"""


async def test_the_fake_scores_each_text_in_its_order() -> None:
    scores = await WordReranker().scores(QUESTION, TEXTS[:2])
    assert scores[0] > scores[1]
    assert await WordReranker().scores(QUESTION, []) == ()


@pytest.mark.slow
def test_a_cross_encoder_scores_each_text_in_its_order_and_says_where_it_is_missing(tmp_path: Path) -> None:
    command = [sys.executable, "-W", "ignore", "-c", ENCODER, str(tmp_path), QUESTION, json.dumps(TEXTS)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["all"] == pytest.approx(found["each"], abs=1e-5)
    assert len(set(found["all"])) == len(TEXTS)
    assert found["none"] == []
    assert "STUDYHALL_RERANKER" in found["missing"]
